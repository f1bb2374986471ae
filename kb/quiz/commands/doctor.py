"""The command ``doctor``: versions, folders, what is missing and what to do."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kb.bank.find.libraries import ADD_TORCH, has_torch
from kb.bank.model.question import Code
from kb.quiz.rules.options import Everywhere
from kb.quiz.rules.status import NOT_PASSED, OK
from kb.quiz.screen.screen import Screen

if TYPE_CHECKING:
    from kb.bank import Bank

NEEDED = (
    "numpy",
    "pytest",
    "rich",
    "pyyaml",
    "filelock",
    "fsrs",
    "math-core",
    "pebble",
    "platformdirs",
    "watchdog",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: fine, worth knowing, or wrong, with what to do."""

    state: Literal["fine", "note", "wrong"]
    name: str
    text: str


def run(args: Everywhere) -> int:
    """Look at everything; 1 where something that is needed is wrong."""
    from rich.text import Text

    screen = Screen()
    findings = [*_versions(), *_bank(args), *_history(), *_sandbox(), *_terminal(screen)]
    signs = {"fine": ("✓", "right"), "note": ("·", "warn"), "wrong": ("✗", "wrong")}
    rows = []
    for finding in findings:
        sign, style = signs[finding.state]
        rows.append(
            (Text(screen.fold(f"{sign} {finding.name}"), style=style), Text(screen.fold(finding.text)))
        )
    screen.columns(list(rows))
    wrong = sum(finding.state == "wrong" for finding in findings)
    screen.line()
    screen.line(
        f"{wrong} to fix." if wrong else "Everything needed is installed.",
        "wrong" if wrong else "right",
    )
    return NOT_PASSED if wrong else OK


def _versions() -> Iterator[Finding]:
    yield Finding("fine", "python", f"{platform.python_version()} on {platform.platform(terse=True)}")
    for name in ("kb", *NEEDED):
        version = _version(name)
        if version is None and name == "kb":
            yield Finding("note", "kb", "not installed, used from its folder")
        elif version is None:
            yield Finding("wrong", name, f"missing; `pip install {name}` or `make quiz`")
        else:
            yield Finding("fine", name, version)
    torch = _version("torch")
    if torch is None or not has_torch():
        text = f"not installed; only answers in PyTorch need it: {ADD_TORCH}"
        yield Finding("note", "torch", text)
    else:
        yield Finding("fine", "torch", torch)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _bank(args: Everywhere) -> Iterator[Finding]:
    from kb.bank import BankError, load
    from kb.bank import roots as bank_roots

    try:
        roots = bank_roots(args.bank)
        bank = load(roots)
    except BankError as error:
        first = str(error).partition("\n")[0]
        yield Finding("wrong", "bank", f"{max(1, len(error.problems))} problems; the first: {first}")
        return
    exercises = len(bank.exercises)
    for root in roots:
        yield Finding("fine", "bank", str(root))
    yield from _private(roots, bank)
    yield Finding("fine", "questions", f"{len(bank.questions) - exercises} questions, {exercises} exercises")


def _private(roots: tuple[Path, ...], bank: Bank) -> Iterator[Finding]:
    """What questions of a private bank name and is not there; of the built-in one `kb.dev check` proves it."""
    from kb.bank.find.code import CodeError, find_symbol
    from kb.quiz.screen.show import is_private, page_of

    own = [question for question in bank.questions if is_private(question, roots)]
    for question in own:
        if isinstance(question, Code):
            try:
                find_symbol(question.reference)
            except (CodeError, OSError, SyntaxError, ValueError) as error:
                yield Finding(
                    "wrong", "reference", f"{question.id}: the reference {question.reference}: {error}"
                )
    missing = sorted(
        {question.page.partition("#")[0] for question in own if page_of(question, roots) is None}
    )
    if missing:
        several = "pages that questions name are" if len(missing) > 1 else "page that questions name is"
        where = f"{roots[-1].parent / 'docs'}{os.sep}AREA{os.sep}PAGE.md"
        text = f"{len(missing)} {several} not there: {', '.join(missing)}; expected as {where}"
        yield Finding("note", "pages", text)


def _history() -> Iterator[Finding]:
    from kb.progress import ProgressError, Store

    try:
        with Store.open() as store:
            store.probe()
            count = len(store.answers())
            yield Finding("fine", "history", f"{store.path}, {count} answers")
    except ProgressError as error:
        yield Finding("wrong", "history", str(error))


def _sandbox() -> Iterator[Finding]:
    """The layers that the grader's worker really has, found by starting one."""
    from kb.grader import Answer
    from kb.grader.model.device import CPU
    from kb.grader.process.connect import connect
    from kb.grader.process.layers import LAYERS
    from kb.grader.process.zygote import Zygote

    try:
        with Zygote("numpy") as zygote:
            connect(zygote, Answer(Path("probe.py"), "def probe():\n    return 1\n"), "probe", 0, CPU).close()
    except Exception as error:
        yield Finding("wrong", "grader", f"no worker starts: {type(error).__name__}: {error}")
        return
    there = [layer for layer in LAYERS if layer.name in zygote.layers]
    yield Finding("fine", "sandbox", f"{len(there)} of {len(LAYERS)} layers are in effect:")
    for layer in LAYERS:
        if layer in there:
            yield Finding("fine", layer.name, layer.holds)
        else:
            reason = zygote.missing.get(layer.name, "not available")
            text = f"missing ({reason}): {layer.advice}. Answers are graded anyway"
            yield Finding("note", layer.name, text)
    yield _self_test(complete=len(there) == len(LAYERS))


def _self_test(complete: bool) -> Finding:
    """Whether a worker that tries gets through anywhere, with answers in the working folder."""
    from kb.bank import roots
    from kb.grader import Zygotes
    from kb.grader.process.layers import apart
    from kb.grader.process.selftest import holes

    try:
        with Zygotes(hiding=apart(Path("answer.py"), *roots(None))) as zygotes:
            found = holes(zygotes)
    except Exception as error:
        return Finding("wrong", "self-test", f"it cannot be made: {type(error).__name__}: {error}")
    if not found:
        return Finding("fine", "self-test", "a worker tried to break out and could not")
    texts = "; ".join(hole.text for hole in found)
    if complete:
        return Finding(
            "wrong", "self-test", f"a worker breaks out although every layer is in effect: {texts}"
        )
    return Finding("note", "self-test", f"without the missing layers, {texts}")


def _terminal(screen: Screen) -> Iterator[Finding]:
    color = "no color" if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else "color"
    signs = "ASCII only" if screen.ascii_only else "Unicode"
    yield Finding("fine", "terminal", f"{screen.width} columns, {color}, {signs}")
