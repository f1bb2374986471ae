"""The attacks in attacks/: what their docstrings declare, the place where they run, and how they are graded.

The first string of each file is, line by line::

    A title.

    What it tries, in one paragraph.

    Held by: what it is that holds it, names out of HOLDERS and LAYERS
    Takes: a deadline                       (only where it ends when the grader's patience does)
    Expected: the outcome
    Without LAYER, LAYER: another outcome   (where none of these layers, or of CIRCUMSTANCES, is in effect; the first
                                             line that fits counts)

Every attack computes a wrong result, and the right one only after it got what it was after: "passed" is the
outcome of an attack that works.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import get_args

import numpy as np
from arena import Arena

from kb.bank.model.question import Code
from kb.grader import Answer, DeviceError, GraderError, Verdict, Zygotes, grade_each
from kb.grader.model.limits import Limits
from kb.grader.model.outcome import Outcome

HERE = Path(__file__).parent
LAYERS = (
    *(
        "process group",
        "resource limits",
        "audit hook",
        "no new privileges",
        "not dumpable",
        "user namespace",
    ),
    *("process namespace", "network namespace", "ipc namespace", "landlock", "seccomp"),
)
# What the machine itself adds, and what a worker is kept from by it.
CIRCUMSTANCES = {
    "lost rights": "the grader is root, whose rights its workers gave up: they may not look into what still has them",
    "yama": "the kernel lets nobody but an ancestor look into a process",
    "packages of others": "site-packages belongs to another user, as where an administrator installed it",
}
BASIC = ("process group", "resource limits")
HOLDERS = {
    "verdict outside": "values are compared where the answer never ran",
    "exact types": "only values of known types cross, by their exact type",
    "strict frames": "a reply is taken apart with suspicion, and bounded",
    "deadline": "the grader keeps the time and kills from outside",
    "output cap": "output is drained, counted and capped",
    "input check": "arguments are compared with what was sent",
    "drawn inputs": "some inputs are drawn anew for every answer",
    "source check": "the source is read before anything of it is executed",
    "reference guard": "the worker refuses to import the project",
    "call guard": "a forbidden call ends the process that makes it, with the word that it did",
    "clean text": "texts are cut, and freed of control characters",
    "own process": "what it changes is gone with its own process",
}
SETS: dict[str, frozenset[str]] = {
    "all layers": frozenset(),
    **{f"without {layer}": frozenset({layer}) for layer in LAYERS},
    "basic layers": frozenset(LAYERS) - frozenset(BASIC),
}
BROAD = ("all layers", "basic layers")
STRIDE = 8  # of attacks, to one right answer, in the other sets
LIMITS = Limits(load_seconds=8, call_seconds=6, memory_bytes=192 << 20)
HASTE = replace(
    LIMITS, load_seconds=0.8, call_seconds=0.5, total_seconds=1.2, end_seconds=0.2
)  # for what takes a deadline

FORM = re.compile(
    r'(?:#[^\n]*\n)?"""(?P<title>[^\n]+)\n\n(?P<what>(?:[^\n]+\n)+)\nHeld by: (?P<held>[^\n]+)\n'
    r"(?P<takes>Takes: a deadline\n)?Expected: (?P<expected>[^\n]+)\n(?P<without>(?:Without [^\n]+\n)*)\"\"\"\n"
)


@dataclass(frozen=True)
class Attack:
    """One file, and what it declares."""

    name: str
    title: str
    what: str
    held_by: tuple[str, ...]
    waits: bool
    expected: Outcome
    without: tuple[tuple[frozenset[str], Outcome], ...]
    source: str

    def outcome(self, layers: Iterable[str]) -> Outcome:
        """What must come of it where these layers are in effect."""
        there = {*layers, *circumstances()}
        return next((outcome for missing, outcome in self.without if not missing & there), self.expected)

    @cached_property
    def library(self) -> str:
        return "torch" if re.search(r"^(import|from) torch\b", self.source, re.M) else "numpy"

    def concerns(self, name: str, thorough: bool = False) -> bool:
        """Decide whether to run it in a set.

        Always with all layers and with the basic ones, and without a layer that holds it. What remains, that another
        layer's absence changes nothing, is looked at in every fourth set, and not where it takes long; in every set
        when ``thorough``, for the table on the page.
        """
        if name in BROAD or SETS[name] & {*self.held_by}:
            return True
        turn = zlib.crc32(self.name.encode()) + list(SETS).index(name)
        return not (self.waits or self.library == "torch") and (thorough or turn % 4 == 0)


def circumstances() -> set[str]:
    """Those that are so here."""
    yama = Path("/proc/sys/kernel/yama/ptrace_scope")
    here = {
        "lost rights": os.geteuid() == 0,
        "yama": yama.exists() and yama.read_text().strip() != "0",
        "packages of others": not os.access(Path(np.__file__).parent, os.W_OK),
    }
    return {name for name, so in here.items() if so}


def read(path: Path) -> Attack:
    """Parse one file.

    Raises:
        ValueError: its docstring is not of the form above, or names what does not exist.
    """
    source = path.read_text(encoding="utf-8")
    found = FORM.match(source)
    if found is None:
        raise ValueError(f"{path}: the docstring does not have the form that corpus.py describes")
    held = tuple(found["held"].split(", "))
    if unknown := set(held) - set(HOLDERS) - set(LAYERS):
        raise ValueError(f"{path}: held by {unknown}, which are neither layers nor in HOLDERS")
    without = []
    for line in found["without"].splitlines():
        names, _, outcome = line.removeprefix("Without ").partition(": ")
        if unknown := set(names.split(", ")) - {*LAYERS, *CIRCUMSTANCES}:
            raise ValueError(f"{path}: {unknown} are no layers")
        without.append((frozenset(names.split(", ")), _outcome(path, outcome)))
    return Attack(
        path.stem,
        found["title"],
        found["what"].replace("\n", " ").strip(),
        held,
        found["takes"] is not None,
        _outcome(path, found["expected"]),
        tuple(without),
        source,
    )


def _outcome(path: Path, text: str) -> Outcome:
    if text not in get_args(Outcome) or text == "grader error":
        raise ValueError(f"{path}: {text!r} is no outcome that an answer can have")
    return text  # type: ignore[return-value]


def attacks() -> list[Attack]:
    return [read(path) for path in sorted((HERE / "attacks").glob("*.py"))]


RIGHT = "import numpy as np\n\n\ndef scale(x, factor):\n    return np.asarray(x) * factor\n"
RIGHT_IN_TORCH = "import torch\n\n\ndef scale(x, factor):\n    return x * factor\n"


@dataclass(frozen=True)
class Told:
    """What came of one attack."""

    outcome: str
    message: str = ""
    texts: tuple[str, ...] = ()
    next_one: str = "not graded"  # the outcome of the right answer after it
    disturbed: tuple[str, ...] = ()  # what it changed outside of its scratch folder, or reached

    @property
    def worked(self) -> bool:
        return self.outcome == "passed"


class Round:
    """Attacks and right answers in turns, through the same zygotes."""

    def __init__(self, arena: Arena, zygotes: Zygotes, stride: int = 1):
        self._arena, self._zygotes, self._stride = arena, zygotes, stride
        self._unproven: list[str] = []  # attacks since the last right answer
        self.told: dict[str, Told] = {}
        self.layers: tuple[str, ...] = ()
        self._now: Attack | None = None

    def run(self, wanted: list[Attack]) -> None:
        left = sorted(wanted, key=lambda attack: attack.library)
        while left:
            try:
                grade_each(
                    self._answers(left), self._arena.exercise, self._hear, seed=5, zygotes=self._zygotes, naming=False
                )  # fmt: skip
            except (GraderError, DeviceError) as error:
                assert self._now is not None
                self.told[self._now.name] = Told("grading ended", str(error), disturbed=self._arena.tidy())

    def _answers(self, left: list[Attack]) -> Iterator[Answer]:
        """Attacks, and a right answer after every ``stride`` of them; takes what it gives out of the list."""
        while left:
            self._now = left.pop(0)
            yield Answer(Path("answer.py"), self._arena.fill(self._now.source))
            self._unproven.append(self._now.name)
            if len(self._unproven) >= self._stride or not left or left[0].library != self._now.library:
                yield Answer(Path("right.py"), RIGHT if self._now.library == "numpy" else RIGHT_IN_TORCH)

    def _hear(self, verdict: Verdict) -> None:
        assert self._now is not None
        name = self._now.name
        if name not in self.told:
            self.told[name] = _told(verdict, self._arena.tidy())
        else:
            for other in self._unproven:
                self.told[other] = replace(self.told[other], next_one=verdict.outcome)
            self._unproven.clear()
            self.layers = verdict.sandbox


def _told(verdict: Verdict, disturbed: tuple[str, ...]) -> Told:
    texts = [
        text
        for test in verdict.tests
        for text in (test.message, test.expected, test.got, test.input, test.printed)
        if text is not None
    ]
    message = verdict.failed[0].message if verdict.failed else ""
    return Told(verdict.outcome, message, tuple(texts), disturbed=disturbed)


@dataclass(frozen=True)
class Report:
    """What came of one layer set."""

    layers: tuple[str, ...]
    told: dict[str, Told]
    left: tuple[str, ...]  # processes, descriptors and folders that stayed behind


def fight(name: str, wanted: list[Attack], toy: Code, folder: Path) -> Report:
    """Grade the attacks with the layers of one set."""
    told: dict[str, Told] = {}
    layers: tuple[str, ...] = ()
    with Arena(folder, toy) as arena:
        for limits, some in (
            (LIMITS, [a for a in wanted if not a.waits]),
            (HASTE, [a for a in wanted if a.waits]),
        ):
            if some:
                with Zygotes(limits, without=SETS[name], hiding=(str(arena.answers),)) as zygotes:
                    battle = Round(arena, zygotes, 1 if name in BROAD else STRIDE)
                    battle.run(some)
                told |= battle.told
                layers = battle.layers or layers
        left = arena.left()
    return Report(layers, told, left)
