"""Known wrong answers: their descriptions, and which of them behaves like an answer that failed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kb.bank.model import Code
from kb.grader.answer import Answer
from kb.grader.compare import precision_of
from kb.grader.outcome import Failure
from kb.grader.solution import Call, Observed, connect, perform, same
from kb.grader.tolerance import tolerance
from kb.grader.verdict import Mistake
from kb.grader.zygote import Zygote

MOST_CALLS = 6  # failing calls that are repeated for each mistake
MOST_BYTES = 1 << 20  # of arguments; larger calls are not repeated
_SHAPES = re.compile(r"could not be broadcast|must match the size of tensor")


@dataclass(frozen=True)
class Described:
    """A mistake file: its text and what its docstring says."""

    answer: Answer
    title: str
    explanation: str
    caught_by: tuple[str, ...]
    page: str

    @property
    def id(self) -> str:
        return self.answer.path.stem

    def named(self) -> Mistake:
        return Mistake(self.id, self.title, self.explanation, self.page)


def describe(path: Path, exercise: Code) -> Described:
    """Read a mistake's docstring: a title, an explanation, ``Caught by:`` and ``Page:`` lines.

    Raises:
        ValueError: a part is missing; the text says which.
    """
    source = path.read_text(encoding="utf-8")
    text = ast.get_docstring(ast.parse(source)) or ""
    title, _, rest = text.partition("\n")
    fields = dict(re.findall(r"^(Caught by|Page): *(.+)$", rest, flags=re.M))
    explanation = re.sub(r"^(Caught by|Page): *.+$", "", rest, flags=re.M).strip()
    for what, there in {
        "a title": title,
        "an explanation": explanation,
        "Caught by:": fields.get("Caught by"),
    }.items():
        if not there:
            raise ValueError(f"{path}: the docstring lacks {what}")
    page = fields.get("Page", "common-mistakes")
    if "#" not in page:
        page = f"{exercise.topic}#{page}"
    caught = tuple(part.strip() for part in re.split(r",(?![^\[]*\])", fields["Caught by"]))
    return Described(Answer(path, source), title.rstrip("."), explanation, caught, page)


def match(failures: Sequence[Failure], exercise: Code, zygote: Zygote, seed: int) -> Mistake | None:
    """The mistake that gives on the first failing call what the answer gave.

    Where several do, those that explain most of the other failing calls are kept; what is then left cannot be told
    apart by the cases, and all are named.
    """
    observed = [(f.call, f.observed) for f in failures if f.call is not None and _small(f.call)][:MOST_CALLS]
    if not observed:
        return None
    explained: dict[str, int] = {}
    found: dict[str, Described] = {}
    for path in exercise.mistakes:
        mistake = describe(path, exercise)
        if mistake.answer.library == "torch" and zygote.library != "torch":
            continue
        score = _explains(mistake, observed, exercise.entry, zygote, seed)
        if score:
            found[mistake.id], explained[mistake.id] = mistake, score
    best = [found[name].named() for name, score in explained.items() if score == max(explained.values())]
    return replace(best[0], also=tuple(best[1:])) if best else None


def _explains(
    mistake: Described, observed: Iterable[tuple[Call, Observed]], entry: str, zygote: Zygote, seed: int
) -> int:
    """How many calls the mistake explains; 0 when it does not explain the first."""
    count = 0
    link = None
    try:
        for call, seen in observed:
            if call.wants_gradient and mistake.answer.library != "torch":
                break
            if link is None:
                link = connect(zygote, mistake.answer, entry, seed, "cpu")
            result = perform(link, call)
            if alike(result, seen, call):
                count += 1
            elif not count:
                break
            if result.failure is not None:
                link.close()
                link = None
    except Failure:
        return 0
    finally:
        if link is not None:
            link.close()
    return count


def alike(one: Observed, other: Observed, call: Call) -> bool:
    """Did two answers do the same thing on one call?"""
    if one.failure is not None or other.failure is not None:
        if one.failure is None or other.failure is None or one.failure.outcome != other.failure.outcome:
            return False
        return _error_name(one.failure) == _error_name(other.failure)
    if call.wants_gradient and not near(one.gradient, other.gradient, call, "gradient"):
        return False
    changed = [same(a, b) for a, b in zip(one.after or (), other.after or (), strict=False)]
    return all(changed) and near(one.value, other.value, call, "value")


def near(one: Any, other: Any, call: Call, what: str) -> bool:
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        if any(isinstance(item, np.ndarray) for item in (*one, *other)):
            pairs = zip(one, other, strict=False)
            return len(one) == len(other) and all(near(a, b, call, what) for a, b in pairs)
    try:
        a, b = np.asarray(one), np.asarray(other)
    except ValueError:
        return False
    if a.shape != b.shape or a.dtype.kind not in "fiub" or b.dtype.kind not in "fiub":
        return False
    if "f" not in (a.dtype.kind, b.dtype.kind) or a.size == 0:  # of an empty array the dtype is all there is
        return a.dtype.kind == b.dtype.kind and bool(np.array_equal(a, b))
    allowed = tolerance(precision_of([*call.values, a, b]), what)
    return bool(np.allclose(a, b, rtol=10 * allowed.relative, atol=10 * allowed.absolute, equal_nan=True))


def _error_name(failure: Failure) -> str:
    """What was raised; shapes that do not fit are a ValueError in NumPy and a RuntimeError in PyTorch."""
    if failure.outcome == "raised" and _SHAPES.search(failure.message):
        return "shapes"
    return failure.message.partition(":")[0].split(" at line ")[0] if failure.outcome == "raised" else ""


def _small(call: Call) -> bool:
    return sum(value.nbytes for value in call.values if isinstance(value, np.ndarray)) <= MOST_BYTES
