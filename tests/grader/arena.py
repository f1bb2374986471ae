"""Where attacks run: copies of what they are after, listeners that they may reach, and a look at what they leave.

Everything in it is the test's own: a copy of the exercise, a folder "outside" with one file, sockets on the
loopback, a shared memory segment. What an attack reached or changed is noted and put right for the next one.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import selectors
import shutil
import socket
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import kb
import kb.grader.process.zygote
from kb.bank.model.question import Code

PROJECT = Path(kb.__file__).parent.parent
KEPT = "this belongs to somebody else"
# As few tests as it takes, for every one after a crash starts a process: the toy's own hand case, a read-only input,
# inputs that nobody can know, and zeros.
CASES = """
import numpy as np


def test_values(solution):
    solution(np.array([1.0, 2.0, 4.0]), 3.0).close(np.array([3.0, 6.0, 12.0]))


def test_more(solution, rng):
    frozen = np.ones(3)
    frozen.flags.writeable = False
    solution(frozen, 1.0).close(np.ones(3))
    x = rng.uniform(20, 30, 7)
    solution(x, 1.5).close(1.5 * x)
    solution(np.zeros(2), 1.5).close(np.zeros(2))
"""
LONG = {
    "@NUL@": "\0",
    "@BOM@": "\ufeff",
    "@RLO@": "\u202e\u2066",
    "@PDF@": "\u2069\u202c",
    "@LONG@": "passed " * 128_000,
    "@OPEN@": "(" * 50_000,
    "@CLOSE@": ")" * 50_000,
    "@SUM@": " + x" * 50_000,
    "@CHAIN@": ".T" * 50_000,
    "@STATEMENTS@": "passed = 1\n" * 4_000,
    "@SEPARATORS@": "\f\u2028\u2029\x85\x1c",
}


class Listeners:
    """Sockets that say "answer" to whoever asks, and count them."""

    def __init__(self, path: Path):
        self.abstract = f"kb-attack-{uuid.uuid4().hex}"
        self.tcp, self.udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        self.named, self.nameless = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        for sock, at in ((self.tcp, ("127.0.0.1", 0)), (self.udp, ("127.0.0.1", 0))):
            sock.bind(at)
        self.named.bind(str(path))
        self.nameless.bind("\0" + self.abstract)
        self.asked = 0
        self._ending, self._end = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for sock in (self.tcp, self.named, self.nameless):
            sock.listen()
        for sock in (self.tcp, self.udp, self.named, self.nameless, self._ending):
            self._selector.register(sock, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._ending:
                    return
                self.asked += 1
                with contextlib.suppress(OSError):
                    self._answer(key.fileobj)

    def _answer(self, sock: object) -> None:
        assert isinstance(sock, socket.socket)
        if sock is self.udp:
            _, whom = sock.recvfrom(64)
            sock.sendto(b"answer", whom)
            return
        connection, _ = sock.accept()
        with connection:
            connection.sendall(b"answer")

    def close(self) -> None:
        self._end.send(b".")
        self._thread.join()
        self._selector.close()
        for sock in (self.tcp, self.udp, self.named, self.nameless, self._ending, self._end):
            sock.close()


class Segment:
    """A shared memory segment of System V with "answer" in it; nothing where there are none."""

    def __init__(self) -> None:
        self.key = uuid.uuid4().int % (1 << 30) + 1
        libc = ctypes.CDLL(None)
        self._control = libc.shmctl
        libc.shmat.restype = ctypes.c_void_p
        libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
        self.id = libc.shmget(self.key, 4096, 0o1600)
        if self.id >= 0:
            at = libc.shmat(self.id, None, 0)
            ctypes.memmove(at, b"answer", 6)
            libc.shmdt(ctypes.c_void_p(at))

    def close(self) -> None:
        if self.id >= 0:
            self._control(self.id, 0, None)  # IPC_RMID


class Arena:
    """The place, and what is left of it. Attacks find it through the words between @ signs in their text."""

    def __init__(self, folder: Path, toy: Code):
        self._toy = toy
        # It stands in the command line of the grader's processes, hence of all that are forked from them.
        self._mark = f"kb-attack-{uuid.uuid4().hex}"
        self._folder = folder / self._mark
        self._program, self._temporary = kb.grader.process.zygote.PROGRAM, tempfile.tempdir

    def __enter__(self) -> Arena:
        self.bank, self.outside = self._folder / "bank", self._folder / "outside"
        exercise = self.bank / "toy" / "scale"
        shutil.copytree(self._toy.folder, exercise, ignore=shutil.ignore_patterns("__pycache__"))
        self.cases = exercise / "test_scale.py"
        self.cases.write_text(CASES)
        self.exercise = replace(self._toy, folder=exercise)
        self.outside.mkdir()
        self.scratch = self._folder / "scratch"
        self.scratch.mkdir()
        (self.outside / "kept").write_text(KEPT)
        (self.outside / "kept").chmod(0o640)
        self._text = self.cases.read_text()
        # As in a course whose folder is an environment: below what every worker has to read.
        below = sys.prefix if os.access(sys.prefix, os.W_OK) else None
        self.answers = Path(tempfile.mkdtemp(prefix="kb-attack-", dir=below))
        (self.answers / "right.py").write_text("def scale(x, factor):\n    return x * factor\n")
        # A path to a socket has room for a hundred characters only.
        self._short = Path(tempfile.mkdtemp(prefix="kb-attack-"))
        self._listeners, self._segment = Listeners(self._short / "socket"), Segment()
        (self._folder / self._program.name).symlink_to(self._program)
        kb.grader.process.zygote.PROGRAM = self._folder / self._program.name
        tempfile.tempdir = str(self.scratch)
        self._words = LONG | {
            "@CASES@": str(self.cases),
            "@BANK@": str(self.bank),
            "@OUTSIDE@": str(self.outside),
            "@ANSWERS@": str(self.answers),
            "@SOCKET@": str(self._short / "socket"),
            "@PROJECT@": str(PROJECT),
            "@REFERENCE@": str(PROJECT / "kb" / "detection" / "iou.py"),
            "@PORT@": str(self._listeners.tcp.getsockname()[1]),
            "@UDP@": str(self._listeners.udp.getsockname()[1]),
            "@ABSTRACT@": self._listeners.abstract,
            "@KEY@": str(self._segment.key),
        }
        self._open = open_files()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        kb.grader.process.zygote.PROGRAM, tempfile.tempdir = self._program, self._temporary
        self._listeners.close()
        self._segment.close()
        shutil.rmtree(self._short)
        shutil.rmtree(self.answers)
        shutil.rmtree(self._folder)

    def fill(self, source: str) -> str:
        """The text of an attack with the words replaced."""
        for word, text in self._words.items():
            source = source.replace(word, text)
        return source

    def tidy(self) -> tuple[str, ...]:
        """Name what is not as it was, and put it right."""
        found = []
        if self._listeners.asked:
            found.append(f"a listener was asked {self._listeners.asked} times")
            self._listeners.asked = 0
        kept = self.outside / "kept"
        if not kept.exists() or kept.read_text() != KEPT or kept.stat().st_mode & 0o777 != 0o640:
            found.append("the file outside was changed")
            kept.write_text(KEPT)
            kept.chmod(0o640)
        for path in {*self.outside.iterdir()} - {kept}:
            found.append(f"{path.name} was written outside")
            path.unlink()
        if self.cases.read_text() != self._text:
            found.append("the cases were changed")
            self.cases.write_text(self._text)
        strange = self.cases.parent / "conftest.py"
        if strange.exists():
            found.append("a conftest.py was written beside the cases")
            strange.unlink()
        return tuple(found)

    def left(self) -> tuple[str, ...]:
        """What stayed behind, after the zygotes were closed: processes get a moment to leave."""
        for _ in range(200):
            if not (processes := self.processes()):
                break
            time.sleep(0.01)
        found = [f"process {text}" for text in processes]
        found += [f"the open file {name}" for name in sorted(open_files() - self._open)]
        found += [f"the folder {path.name}" for path in sorted(self.scratch.iterdir())]
        return tuple(found)

    def processes(self) -> list[str]:
        """Processes with the mark in their command line or environment; a zombie has neither."""
        found, mark = [], self._mark.encode()
        for entry in os.listdir("/proc"):
            if not entry.isdigit() or int(entry) == os.getpid():
                continue
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{entry}/cmdline").read_bytes()
                # A program that was executed has its own command line, and the scratch folder in its environment.
                if mark in command or mark in Path(f"/proc/{entry}/environ").read_bytes():
                    words = " ".join(part.decode(errors="replace") for part in command.split(b"\0"))
                    found.append(f"{entry}: {words}")
        return found


def open_files() -> set[str]:
    """The open files of this process, with what they lead to."""
    found = set()
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):  # the listing itself
            found.add(f"{name} {os.readlink(f'/proc/self/fd/{name}')}")
    return found
