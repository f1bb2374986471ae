"""Test the sandbox: a real worker tries what it must not be able to do, and the grader looks at the result."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kb.bank import load_one, roots
from kb.grader.answer.exercise import exercise_ids
from kb.grader.answer.file import Answer
from kb.grader.model.device import CPU
from kb.grader.model.outcome import GraderError
from kb.grader.process.calls import Call, perform
from kb.grader.process.connect import connect
from kb.grader.process.layers import LAYERS
from kb.grader.process.link import Link
from kb.grader.process.sources import Zygotes
from kb.grader.process.zygote import Zygote

TRIES = Path(__file__).parents[1] / "worker" / "sandbox" / "tries.py"
KERNEL = TRIES.with_name("kernel.py")
# A process with no more rights than the worker's, so that nothing but the sandbox stands between them.
TARGET = "import runpy, sys; runpy.run_path(sys.argv[1])['drop_capabilities'](); print(flush=True); input()"
GONE_SECONDS = 2.0


class SandboxError(GraderError):
    """The sandbox that was required is not there, or does not hold, or could not be tested."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Something that a worker could do: a name, and a sentence's end."""

    name: str
    text: str


def holes(zygotes: Zygotes) -> list[Hole]:
    """What an answer could do under the layers of these zygotes.

    The audit hook is left out, for code that reaches C gets around it.

    Raises:
        GraderError: the test cannot be run.
    """
    without = zygotes.without | {"audit hook"}
    with Zygote("numpy", zygotes.limits, without, zygotes.hiding) as zygote:
        found: list[Hole] = []
        for test in (_reads, _answers, _network, _writes, _others, _stays):
            found += test(zygote)
    return found


def _ask(link: Link, kind: str, where: str = "", number: int = 0) -> bool:
    """Whether the worker says that it got through; any other reply means that the test failed to run."""
    observed = perform(link, Call((kind, where, number)))
    if observed.failure is not None or not isinstance(observed.value, bool):
        raise GraderError(
            f"the sandbox cannot be tested: {kind} ended with {observed.failure or observed.value!r}"
        )
    return observed.value


def _worker(zygote: Zygote, stack: ExitStack) -> Link:
    link = connect(zygote, Answer(TRIES, TRIES.read_text(encoding="utf-8")), "attempt", 0, CPU)
    stack.callback(link.close)
    return link


def secrets() -> dict[str, Path]:
    """What an answer must not see, each with a file or folder that is there."""
    known = exercise_ids(roots(None))
    if not known:
        raise GraderError(
            "the sandbox cannot be tested: the bank has no exercise whose cases could be looked for"
        )
    exercise = load_one(roots(None), known[0])
    reference = Path(__file__).resolve().parents[3] / (
        exercise.reference.partition(":")[0].replace(".", "/") + ".py"
    )
    found = {"cases": exercise.cases, "reference": reference, "bank": exercise.folder.parent}
    if Path("/proc/self").exists():
        found["grader"] = Path(f"/proc/{os.getpid()}/status")
    return found


def _reads(zygote: Zygote) -> Iterator[Hole]:
    texts = {
        "cases": "it can read the cases of an exercise",
        "reference": "it can read the reference solutions",
        "bank": "it can list the questions",
        "grader": "it can see the grader's process through /proc",
    }
    with ExitStack() as stack:
        link = _worker(zygote, stack)
        for name, path in secrets().items():
            if _ask(link, "read", str(path)):
                yield Hole(name, f"{texts[name]} ({path})")


def _answers(zygote: Zygote) -> Iterator[Hole]:
    """What lies beside the answers, and where their grades are written."""
    with ExitStack() as stack:
        link = _worker(zygote, stack)
        for folder in zygote.hiding:
            # Listing is tried too: it is another right than reading.
            for path in (folder, _some_file(folder)):
                if path is not None and _ask(link, "read", path):
                    yield Hole("answers", f"it can read what lies beside the answers ({path})")
                    return


def _some_file(folder: str) -> str | None:
    """A file in it with something to read; None where there is none that could be read."""
    for inside, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(inside, name)
            with contextlib.suppress(OSError):
                if stat.S_ISREG(os.lstat(path).st_mode) and os.path.getsize(path):
                    return path
    return None


def _network(zygote: Zygote) -> Iterator[Hole]:
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        link = _worker(zygote, stack)
        if (
            _ask(link, "connect", "127.0.0.1", server.getsockname()[1])
            or select.select([server], [], [], 0)[0]
        ):
            yield Hole("network", "it can open a connection to a server on this machine")


def _writes(zygote: Zygote) -> Iterator[Hole]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kb-selftest-")))
        (folder / "there").touch(mode=0o600)
        link = _worker(zygote, stack)
        said = _ask(link, "write", str(folder))
        changed = stat.S_IMODE((folder / "there").stat().st_mode) != 0o600
        if said or changed or len(list(folder.iterdir())) != 1:
            yield Hole("write", "it can write outside of its working folder")
        if _ask(link, "write", ".."):
            yield Hole("scratch", "it can write into the folder in which all workers have theirs")


def _others(zygote: Zygote) -> Iterator[Hole]:
    """Signals and tracing, at a process that is there for that."""
    with ExitStack() as stack:
        linux = sys.platform == "linux"
        command = [
            sys.executable,
            "-I",
            "-S",
            "-c",
            TARGET if linux else "print(flush=True); input()",
            str(KERNEL),
        ]
        target = stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        stack.callback(target.kill)
        if target.stdout is None or not target.stdout.readline():
            raise GraderError("the sandbox cannot be tested: no process starts that could be signaled")
        link = _worker(zygote, stack)
        if linux and _ask(link, "trace", number=target.pid):
            yield Hole("trace", "it can attach to another process of yours, as a debugger does")
        if _ask(link, "signal", number=target.pid):
            yield Hole("signal", "it can send signals to other processes of yours")


def _stays(zygote: Zygote) -> Iterator[Hole]:
    """Whoever lives on holds the writing end of the worker's output, so its reading end has no end."""
    with ExitStack() as stack:
        link = _worker(zygote, stack)
        output = os.fdopen(os.dup(link.output), "rb", buffering=0)
        stack.callback(output.close)
        _ask(link, "stay")
        link.close()
        while select.select([output], [], [], GONE_SECONDS)[0]:
            if not output.read(1 << 16):
                return
        yield Hole("process", "it can leave a process behind")


def require(zygotes: Zygotes) -> None:
    """Raise `SandboxError` unless every layer is there and a worker that tries gets through nowhere.

    A test that cannot be run counts as one that failed.
    """
    try:
        zygote = zygotes.get("numpy")
        zygote.wait_until_ready()
        absent = [layer for layer in LAYERS if layer.name not in zygote.layers]
        found = holes(zygotes)
    except SandboxError:
        raise
    except Exception as error:
        raise SandboxError(f"the sandbox is required and could not be tested: {error}") from error
    wrong = [f"no {layer.name} ({zygote.missing.get(layer.name, 'left out')})" for layer in absent]
    wrong += [f"a hole: {hole.text}" for hole in found]
    if wrong:
        more = "`python -m kb.quiz doctor` says what to do about each; or grade without --require-sandbox"
        raise SandboxError(f"the sandbox is required and does not hold: {'; '.join(wrong)}. {more}")
