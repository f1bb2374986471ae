"""Every layer holds alone, grading works without each, and the sandbox's own test finds the holes."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.bank.model.question import Code
from kb.grader import Answer, DeviceError, Failure, GraderError, Zygotes, grade_many
from kb.grader.model.limits import Limits
from kb.grader.process import layers as sandbox_module
from kb.grader.process.calls import Call, perform
from kb.grader.process.connect import connect
from kb.grader.process.layers import NAMES, checked, hidden, lacking
from kb.grader.process.link import Link
from kb.grader.process.selftest import SandboxError, holes, require
from kb.grader.process.sources import start_on
from kb.grader.process.spawned import Cold, Spawner
from kb.grader.process.zygote import Zygote
from kb.grader.worker.sandbox import paths, seccomp, syscalls

HERE = Path(__file__).parents[1]
LIMITS = Limits(load_seconds=4.0, call_seconds=3.0, memory_bytes=1 << 29)
RIGHT = "def scale(x, factor):\n    return x * factor\n"
# Only root makes namespaces without a user namespace.
NAMESPACES = ("process namespace", "network namespace", "ipc namespace")
EPERM, ENOENT, ESRCH, EACCES, EROFS, ENOSPC = 1, 2, 3, 13, 30, 28

# Tries one thing, and says how the kernel answered: 0, or the number of the error.
TRY = """
import ctypes, fcntl, mmap, os, socket, subprocess, sys

library = ctypes.CDLL(None, use_errno=True)

def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result

def fork():
    if os.fork() == 0:
        os._exit(0)
    os.wait()

def write(path):
    with open(path, "w") as file:
        file.write("x")

class own:
    "A file of its own, open for reading only."

    def __init__(self, path):
        write(path)
        self.file = open(path)

    def fcntl(self, command, value):
        fcntl.fcntl(self.file, command, value)

    def ioctl(self, command, value):
        fcntl.ioctl(self.file, command, value)

def pipe(size):
    reading, writing = os.pipe()
    fcntl.fcntl(writing, 1031, size)

def scale(code, value):
    names = {"value": value, **globals()}
    try:
        exec(code, names)
    except OSError as error:
        return error.errno if error.errno is not None else str(error)
    return 0
"""


@contextmanager
def worker(*only: str, source: str = TRY, without: frozenset[str] | None = None) -> Iterator[Link]:
    """A worker with these layers and no others; skips where the machine does not offer them."""
    if without is None:
        needed = ["user namespace"] if os.geteuid() and set(only) & set(NAMESPACES) else []
        needed += ["no new privileges"] if set(only) & {"landlock", "seccomp"} else []
        without = frozenset(NAMES) - {*only, *needed}
    with Zygote("numpy", LIMITS, without) as zygote:
        zygote.wait_until_ready()
        for name in only:
            if name in zygote.missing:
                pytest.skip(f"no {name} here: {zygote.missing[name]}")
        link = connect(zygote, Answer(Path("a.py"), source), "scale", 0, "cpu")
        try:
            yield link
        finally:
            link.close()


def tried(link: Link, code: str, value: Any = None) -> Any:
    observed = perform(link, Call((code, value)))
    assert observed.failure is None, observed.failure
    return observed.value


def asked(link: Link, *arguments: Any) -> Any:
    observed = perform(link, Call(arguments))
    assert observed.failure is None, observed.failure
    return observed.value


def gone(pid: int) -> bool:
    """Wait, bounded, until a process has left."""
    for _ in range(500):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, to be left alone."""
    command = [sys.executable, "-I", "-S", "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


# --- each layer alone -------------------------------------------------------------------------------------------------


def test_with_no_layer_everything_here_would_work(tmp_path: Path, bystander: subprocess.Popen[bytes]) -> None:
    """What the other tests see refused is not refused anyway."""
    with socket.create_server(("127.0.0.1", 0)) as server, worker() as link:
        port = server.getsockname()[1]
        assert tried(link, "fork()") == 0
        assert tried(link, "os.listdir(value)", str(HERE)) == 0
        assert tried(link, "write(value)", str(tmp_path / "made")) == 0
        assert tried(link, "socket.create_connection(('127.0.0.1', value))", port) == 0
        assert tried(link, "os.kill(value, 0)", bystander.pid) == 0
        assert tried(link, "os.chmod(value, 0o640)", str(tmp_path / "made")) == 0
        assert tried(link, "subprocess.run([value, '-I', '-S', '-c', ''], check=True)", sys.executable) == 0
        assert tried(link, "x = bytearray(600 << 20)") == 0


DAEMON = """
import os, time

def scale(x):
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        os.write(writing, str(pid).encode())
        os._exit(0)
    return int(os.read(reading, 20))
"""


def test_process_group() -> None:
    """The session, and beyond it whatever the zygote inherits: a daemon that forked twice is found and ended."""
    with worker(
        "process group", source="import os\ndef scale(x):\n    return os.getsid(0) == os.getpid()\n"
    ) as link:
        assert asked(link, 1) is True
    with worker("process group", source=DAEMON) as link:
        daemon = asked(link, 1)
        assert Path(f"/proc/{daemon}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        link.close()
        assert gone(daemon)


def test_a_hunt_for_leftovers_spares_the_other_workers() -> None:
    """Two answers run at the same time, as when a mistake is compared; the end of one is not that of the other."""
    with Zygote("numpy", LIMITS, frozenset(NAMES) - {"process group"}) as zygote:
        first = connect(zygote, Answer(Path("a.py"), DAEMON), "scale", 0, "cpu")
        second = connect(zygote, Answer(Path("b.py"), RIGHT), "scale", 0, "cpu")
        daemon = asked(first, 1)
        first.close()
        assert gone(daemon)
        assert asked(second, 3, 4) == 12
        second.close()


def test_a_burst_of_daemons_loses() -> None:
    """Sixteen that each fork on, twice a second at most, for a bounded number of times."""
    source = (
        "import os, time\n"
        "def scale(x):\n"
        "    for _ in range(16):\n"
        "        if os.fork() == 0:\n"
        "            os.setsid()\n"
        "            for _ in range(40):\n"
        "                if os.fork():\n"
        "                    os._exit(0)\n"
        "                time.sleep(0.02)\n"
        "            os._exit(0)\n"
        "    return x\n"
    )
    with worker("process group", source=source) as link:
        asked(link, 1)
        zygote = link.source._process.pid
        link.close()
        assert Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split() == []


def test_resource_limits() -> None:
    with worker("resource limits") as link:
        observed = perform(link, Call(("x = bytearray(600 << 20)", None)))
        assert observed.failure is not None
        assert observed.failure.outcome == "out of memory"
        assert tried(link, "open('big', 'wb').write(bytes(17 << 20))") == 27  # EFBIG


AUDITED = [
    pytest.param("open(value)", "may not read", id="open"),
    pytest.param("os.open(value, 0)", "may not read", id="os.open"),
    pytest.param("os.listdir(os.path.dirname(value))", "may not read", id="listdir"),
    pytest.param("os.scandir('/')", "may not read", id="scandir"),
    pytest.param("open(value + '.new', 'w')", "may write only into its own working folder", id="write"),
    pytest.param("os.remove(value)", "may write only into its own working folder", id="remove"),
    pytest.param("os.rename('a', value)", "may write only into its own working folder", id="rename"),
    pytest.param("os.symlink('a', value + '.new')", "may write only", id="symlink"),
    pytest.param("os.mkdir(value + '.new')", "may write only into its own working folder", id="mkdir"),
    pytest.param("os.fork()", "may not start a process", id="fork"),
    pytest.param("os.system('true')", "may not start a process", id="system"),
    pytest.param("subprocess.run(['true'])", "may not start a process", id="subprocess"),
    pytest.param("os.execv('/bin/true', ['true'])", "may not start a process", id="exec"),
    pytest.param("os.posix_spawn('/bin/true', ['true'], {})", "may not start a process", id="spawn"),
    pytest.param("__import__('pty').spawn('true')", "may not start a process", id="pty"),
    pytest.param("socket.socket()", "may not use the network", id="socket"),
    pytest.param("socket.getaddrinfo('localhost', 1)", "may not use the network", id="resolve"),
    pytest.param("os.kill(os.getppid(), 0)", "may signal no process but its own", id="kill"),
    pytest.param("library.system(b'true')", "may not call system of the C library", id="ctypes"),
]


@pytest.mark.parametrize(("code", "sentence"), AUDITED)
def test_audit_hook(code: str, sentence: str, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("x")
    with worker("audit hook") as link:
        assert sentence in tried(link, code, str(there))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]


def test_the_audit_hook_leaves_work_alone() -> None:
    code = (
        "import numpy, zoneinfo, tempfile, xml.dom.minidom, numpy.polynomial, unittest.mock\n"
        "open('mine', 'w').write('x'); os.rename('mine', 'other'); os.remove('other'); os.listdir('.')\n"
        "tempfile.TemporaryFile().close(); socket.socketpair(); os.kill(os.getpid(), 0)\n"
        "assert open('/proc/self/status').read() and open(numpy.__file__).read()\n"
        "assert not os.path.exists('none'); import threading\n"
        "thread = threading.Thread(target=print); thread.start(); thread.join()\n"
    )
    with worker("audit hook") as link:
        assert tried(link, code) == 0
        observed = perform(link, Call(("open('none')", None)))
        assert observed.value == ENOENT
        observed = perform(link, Call(("__import__('kb')", None)))
        assert observed.failure is not None
        assert "kb holds the reference solutions; write the function yourself" in observed.failure.message


def test_no_new_privileges() -> None:
    source = "import ctypes\ndef scale(x):\n    return ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)\n"
    with worker("no new privileges", source=source) as link:
        assert asked(link, 1) == 1
    with worker(source=source) as link:
        assert asked(link, 1) == 0


def test_not_dumpable() -> None:
    """Of two processes with the same rights one can look into the other, unless that one is not dumpable."""
    for layers, expected in (((), 0), (("not dumpable",), EACCES)):
        with worker(*layers) as link:
            other = connect(link.source, Answer(Path("b.py"), RIGHT), "scale", 0, "cpu")
            assert tried(link, "open(f'/proc/{value}/maps').read(1)", other.pid) == expected
            other.close()


def test_user_namespace(tmp_path: Path) -> None:
    """A namespace below the zygote's, everything read-only, the questions covered, a working folder with an end."""
    there = tmp_path / "there"
    there.write_text("x")
    with worker("user namespace") as link:
        for code in ("write(value)", "os.chmod(value, 0)", "os.remove(value)", "os.utime(value)"):
            assert tried(link, code, str(there)) == EROFS, code
        assert tried(link, "checked(library.mount(b'none', b'/', b'tmpfs', 0, None))") == EPERM
        assert tried(link, "write('mine'); os.remove('mine')") == 0
        full = "for i in range(100):\n    open(f'f{i}', 'wb').write(bytes(1 << 20))"
        assert tried(link, full) == ENOSPC
    covered = [folder for folder in hidden() if not sys.prefix.startswith(folder)]
    code = "import os\ndef scale(x):\n    return [os.access(x, os.R_OK) and bool(os.listdir(x)), os.readlink('/proc/self/ns/user')]\n"
    with worker("user namespace", source=code) as link:
        for folder in covered:
            assert asked(link, folder)[0] is False
        namespace = asked(link, "/")[1]
        zygote = os.readlink(f"/proc/{link.source._process.pid}/ns/user")
        assert len({namespace, zygote, os.readlink("/proc/self/ns/user")}) == 3


def test_process_namespace(bystander: subprocess.Popen[bytes]) -> None:
    ids = "import os\ndef scale(x):\n    return [os.getpid(), os.getppid()]\n"
    with worker("process namespace", source=ids) as link:
        assert asked(link, 1) == [2, 0]
    with worker("process namespace") as link:
        assert tried(link, "os.kill(value, 0)", bystander.pid) == ESRCH
        assert tried(link, "os.kill(1, 9)") == 0  # the kernel passes it over: it comes from inside
        assert tried(link, "os.kill(os.getpid(), 0)") == 0


def test_a_daemon_ends_with_the_process_namespace() -> None:
    """It holds the worker's output open; at its end, the output has one."""
    with worker("process namespace", source=DAEMON) as link:
        assert asked(link, 1) > 2  # its number inside, which says nothing outside
        output = os.fdopen(os.dup(link.output), "rb", buffering=0)
        link.close()
        os.set_blocking(output.fileno(), True)
        assert output.read() == b""
        output.close()


def test_network_namespace() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, worker("network namespace") as link:
        assert tried(link, "socket.create_connection(('127.0.0.1', value))", server.getsockname()[1]) != 0
        assert tried(link, "assert socket.if_nameindex() == [(1, 'lo')]") == 0
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_ipc_namespace() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    key = int.from_bytes(os.urandom(3), "big") + 1
    segment = library.shmget(key, 4096, 0o1600)
    assert segment >= 0
    try:
        for layers, expected in (((), 0), (("ipc namespace",), ENOENT)):
            with worker(*layers) as link:
                assert tried(link, "checked(library.shmget(value, 4096, 0o600))", key) == expected
    finally:
        library.shmctl(segment, 0, None)


def test_landlock(tmp_path: Path, toy: Code, bystander: subprocess.Popen[bytes]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, worker("landlock") as link:
        for path in (
            toy.cases,
            HERE,
            Path.home(),
            f"/proc/{os.getpid()}/status",
            f"/proc/{link.source._process.pid}/environ",
        ):
            code = "os.listdir(value) if os.path.isdir(value) else open(value)"
            assert tried(link, code, str(path)) == EACCES, path
        assert tried(link, "write(value)", str(tmp_path / "made")) == EACCES
        assert tried(link, "write('../made')") == EACCES
        assert tried(link, "write('mine'); os.mkdir('inner'); os.rename('mine', 'inner/mine')") == 0
        assert tried(link, "os.symlink(value, 'link'); open('link/' + 'conftest.py')", str(HERE)) == EACCES
        assert tried(link, "subprocess.run([sys.executable, '-c', ''])") == EACCES
        assert tried(link, "import numpy.polynomial, zoneinfo; zoneinfo.ZoneInfo('UTC')") == 0
        assert tried(link, "open('/dev/null', 'w').write('x'); open('/dev/urandom', 'rb').read(1)") == 0
        if _landlock_version() >= 4:
            assert (
                tried(link, "socket.create_connection(('127.0.0.1', value))", server.getsockname()[1])
                == EACCES
            )
        if _landlock_version() >= 6:
            assert tried(link, "os.kill(value, 0)", bystander.pid) == EPERM


def _landlock_version() -> int:
    from kb.grader.worker.sandbox import landlock

    return landlock.version()


REFUSED = [
    *(
        "fork()",
        "subprocess.run(['true'])",
        "os.posix_spawn(sys.executable, ['x'], {})",
        "checked(library.vfork())",
    ),
    *(
        "os.execv(sys.executable, ['x'])",
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "os.kill(value, 0)",
    ),
    *("os.kill(0, 0)", "os.kill(-1, 0)", "os.killpg(0, 0)", "checked(library.ptrace(16, value, None, None))"),
    *(
        "checked(library.ptrace(0, 0, None, None))",
        "os.pidfd_open(value)",
        "checked(library.unshare(0x10000000))",
    ),
    *("checked(library.mount(b'none', b'/', b'tmpfs', 0, None))", "os.chmod('.', 0o755)", "os.utime('.')"),
    *("os.setxattr('.', 'user.x', b'x')", "os.memfd_create('x')", "checked(library.prctl(4, 1, 0, 0, 0))"),
    *(
        "checked(library.prctl(1, 0, 0, 0, 0))",
        "checked(library.shmget(0, 4096, 0o1600))",
        "os.mkfifo('pipe')",
    ),
    *("__import__('resource').prlimit(value, 7)", "os.sched_setaffinity(value, {0})", "os.chroot('.')"),
    *("os.setpriority(os.PRIO_PROCESS, value, 1)", "__import__('fcntl').fcntl(1, 8, value)"),
    *("checked(library.syscall(425, 1, None))", "checked(library.syscall(321, 0, None, 0))"),
    *("checked(library.syscall(323, 0))", "checked(library.personality(0))"),
    *("mmap.mmap(-1, 4096)", "mmap.mmap(-1, 4096, flags=3 | 32)", "mmap.mmap(-1, 4096, flags=2 | 32 | 256)"),
    *(
        "own('x').fcntl(1024, 0)",
        "own('x').fcntl(1024, 1)",
        "own('x').fcntl(1026, 0)",
        "own('x').fcntl(15, 0)",
    ),
    *("checked(library.inotify_init())", "checked(library.inotify_init1(0))", "os.setpriority(2, 0, 5)"),
    *("checked(library.inotify_add_watch(0, b'.', 1))", "os.setpriority(1, 0, 5)", "os.getpriority(2, 0)"),
    *(
        "checked(library.fanotify_mark(0, 1, 1, -100, b'.'))",
        "pipe(1 << 20)",
        "checked(library.prctl(78, 1, 16))",
    ),
    *("checked(library.syscall(251, 3, 0, 4 << 13))", "checked(library.syscall(453, 0, 4096, 0))"),
    *("checked(library.syscall(312, os.getpid(), value, 0, 0, 0))", "own('x').ioctl(0x40086602, 0)"),
    *("checked(library.syscall(440, 0, None, 0, 21, 0))", "checked(library.prctl(62, 0, value, 0, None))"),
]
# What takes one of the refused calls and is of use, or is harmless.
KEPT = [
    "import threading\nthread = threading.Thread(target=print); thread.start(); thread.join()",
    "one, two = socket.socketpair(); one.send(b'x'); two.recv(1)",
    "os.kill(os.getpid(), 0); __import__('resource').prlimit(0, 7)",
    "__import__('signal').setitimer(0, 100); __import__('signal').setitimer(0, 0)",
    "os.sched_setaffinity(0, os.sched_getaffinity(0)); write('mine')",
    "mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)[0] = 1",
    "write('mapped'); shared = mmap.mmap(os.open('mapped', os.O_RDWR), 1); shared[0] = 65; shared.flush()",
    "assert open('mapped').read() == 'A'",
    "import numpy; numpy.memmap('array', 'f4', 'w+', shape=(1000,))[:] = 2; assert numpy.fromfile('array', 'f4')[9] == 2",
    "import fcntl; fcntl.fcntl(1, fcntl.F_GETFL); os.set_blocking(1, os.get_blocking(1)); os.dup(1)",
    "import sqlite3; sqlite3.connect('base').execute('create table x (y)')",
    "os.nice(0); os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, os.getpid()))",
    "checked(library.prctl(15, b'name', 0, 0, 0)); checked(library.prctl(3, 0, 0, 0, 0))",
]


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is of Linux")
def test_seccomp(bystander: subprocess.Popen[bytes]) -> None:
    with worker("seccomp") as link:
        for code in REFUSED:
            assert tried(link, code, bystander.pid) == EPERM, code
        for code in KEPT:
            assert tried(link, code) == 0, code


@pytest.mark.parametrize(
    "body", ["os.abort()", "signal.raise_signal(9)", "os.kill(os.getpid(), 11)", "os._exit(7)"]
)
def test_the_end_of_a_confined_worker_is_told_exactly(zygotes: Zygotes, body: str) -> None:
    source = f"import os, signal\ndef scale(x):\n    {body}\n"
    link = connect(zygotes.get("numpy"), Answer(Path("a.py"), source), "scale", 0, "cpu")
    failure = perform(link, Call((1,))).failure
    assert failure is not None
    names = {
        "os.abort()": "SIGABRT",
        "signal.raise_signal(9)": "SIGKILL",
        "os.kill(os.getpid(), 11)": "SIGSEGV",
    }
    assert failure.outcome == ("crashed" if body in names else "exited")
    assert names.get(body, "status 7") in failure.message


@pytest.mark.parametrize("machine", sorted(syscalls.ARCHITECTURES))
def test_the_filter_is_one_that_a_kernel_takes(machine: str) -> None:
    """Jumps stay inside, everything ends in a return, and calls of other architectures are not looked up."""
    code = seccomp.program(machine, 2)
    assert len(code) <= 4096
    for place, (operation, yes, no, _) in enumerate(code):
        if operation in (seccomp.EQUAL, seccomp.AT_LEAST, seccomp.ANY_BIT):
            assert place + 1 + max(yes, no) < len(code)
    assert code[-1] == seccomp.PASS
    allow, refuse = seccomp.ALLOW, seccomp.FAIL | EPERM
    for name, arguments, verdict in (
        ("clone", [0x10000], allow),
        ("clone", [17], refuse),
        ("kill", [2, 15], allow),
        ("tgkill", [2, 3], allow),
        ("kill", [3, 15], refuse),
        ("kill", [2**32 - 1, 15], refuse),
        ("prctl", [15], allow),
        ("prctl", [4], refuse),
        ("socket", [2], refuse),
        ("clone3", [0], seccomp.FAIL | 38),
        ("mmap", [0, 4096, 3, 0x22], allow),  # private and anonymous, as malloc
        ("mmap", [0, 4096, 3, 0x20022], allow),  # with MAP_STACK, as a thread
        ("mmap", [0, 4096, 1, 0x02], allow),  # private, of a file, as a library
        ("mmap", [0, 4096, 3, 0x01], allow),  # shared, of a file
        ("mmap", [0, 4096, 3, 0x21], refuse),
        ("mmap", [0, 4096, 3, 0x23], refuse),  # MAP_SHARED_VALIDATE
        ("mmap", [0, 4096, 3, 0x4021], refuse),
        ("mmap", [0, 4096, 3, 0x122], refuse),
        ("mmap", [0, 4096, 3, 0x102], refuse),
        ("setpriority", [0, 0, 5], allow),
        ("setpriority", [0, 2, 5], allow),
        ("setpriority", [0, 3, 5], refuse),
        ("setpriority", [1, 0, 5], refuse),
        ("setpriority", [2, 0, 5], refuse),
        ("getpriority", [2, 0], refuse),
        ("ioprio_set", [1, 0, 0], allow),
        ("ioprio_set", [2, 0, 0], refuse),
        ("ioprio_set", [3, 0, 0], refuse),
        ("fcntl", [7, 1030], allow),
        ("fcntl", [7, 1024], refuse),
        ("fcntl", [7, 1026], refuse),
        ("ioctl", [7, 0x5401], allow),
        ("ioctl", [7, 0x5412], refuse),
        ("inotify_init1", [0], refuse),
        ("map_shadow_stack", [0, 4096, 0], refuse),
    ):
        assert judged(code, machine, name, *arguments) == verdict, (name, arguments)
    assert run_filter(code, 0x40000003, 0) == seccomp.KILL


def judged(code: list[seccomp.Instruction], machine: str, name: str, *arguments: int) -> int:
    architecture, numbers = syscalls.ARCHITECTURES[machine]
    return run_filter(code, architecture, numbers[name], *arguments)


def run_filter(code: list[seccomp.Instruction], architecture: int, number: int, *arguments: int) -> int:
    """A small interpreter of the filter, written from the rules of classic BPF."""
    data = {0: number, 4: architecture, **{16 + 8 * i: argument for i, argument in enumerate(arguments)}}
    place, value = 0, 0
    while True:
        operation, yes, no, operand = code[place]
        place += 1
        if operation == 0x06:
            return operand
        if operation == 0x20:
            value = data.get(operand, 0)
        elif operation == 0x54:
            value &= operand
        else:
            true = {0x15: value == operand, 0x35: value >= operand, 0x45: bool(value & operand)}[operation]
            place += yes if true else no


# --- without each layer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "left_out", [*([name] for name in NAMES), list(NAMES), list(NAMESPACES)], ids=lambda n: "+".join(n)[:40]
)
def test_grading_works_without(toy: Code, left_out: list[str]) -> None:
    wrong = Answer(Path("b.py"), "def scale(x, factor):\n    return x\n")
    with Zygotes(LIMITS, frozenset(left_out)) as zygotes:
        verdicts = grade_many([Answer(Path("a.py"), RIGHT), wrong], toy, seed=1, zygotes=zygotes)
        missing = zygotes.get("numpy").missing
    assert [verdict.passed for verdict in verdicts] == [True, False]
    expected = [name for name in NAMES if name not in left_out and name not in missing]
    assert verdicts[0].as_json()["sandbox"] == expected
    assert not set(missing) & set(left_out)


def test_torch_works_under_all_layers(toy: Code, zygotes: Zygotes) -> None:
    source = (
        "import torch\n"
        "def scale(x, factor):\n"
        "    torch.set_num_threads(2)\n"
        "    torch.randn(400, 400) @ torch.randn(400, 400)\n"
        "    torch.nn.functional.conv2d(torch.randn(1, 3, 16, 16), torch.randn(4, 3, 3, 3))\n"
        "    return x * factor\n"
    )
    verdict = grade_many([Answer(Path("a.py"), source)], toy, seed=1, zygotes=zygotes)[0]
    assert verdict.passed, verdict.failed


def test_an_answer_may_map_a_file_of_its_own(toy: Code, zygotes: Zygotes) -> None:
    source = (
        "import numpy as np\n"
        "def scale(x, factor):\n"
        "    kept = np.memmap('kept', x.dtype, 'w+', shape=x.shape)\n"
        "    kept[...] = x\n"
        "    kept.flush()\n"
        "    return np.array(np.memmap('kept', x.dtype, 'r', shape=x.shape)) * factor\n"
    )
    verdict = grade_many([Answer(Path("a.py"), source)], toy, seed=1, zygotes=zygotes)[0]
    assert verdict.passed, verdict.failed


def test_the_stack_is_bounded_where_it_was_not() -> None:
    code = "assert __import__('resource').getrlimit(3) == ({0}, {0})"
    before = resource.getrlimit(resource.RLIMIT_STACK)
    if before[1] != resource.RLIM_INFINITY:
        pytest.skip("the stack of this process is bounded for good")
    for soft, lowered in ((resource.RLIM_INFINITY, 64 << 20), (1 << 23, 1 << 23)):
        try:
            resource.setrlimit(resource.RLIMIT_STACK, (soft, before[1]))
            with worker("resource limits") as link:
                assert tried(link, code.format(lowered)) == 0
        finally:
            resource.setrlimit(resource.RLIMIT_STACK, before)


def test_an_unknown_layer_is_refused() -> None:
    for make in (checked, lambda names: Zygote("numpy", LIMITS, names), lambda names: Zygotes(LIMITS, names)):
        with pytest.raises(
            ValueError, match=r"no layer of the sandbox is called 'firewall'; there are: process group, "
        ):
            make(frozenset({"firewall"}))


def test_a_worker_that_cannot_be_confined_is_the_graders_fault(tmp_path: Path) -> None:
    """Nothing is executed with less than the report names, and the learner is not told that the answer failed."""
    with Zygote("numpy", LIMITS) as zygote:
        zygote.wait_until_ready()
        os.rmdir(zygote._scratch)
        with pytest.raises(GraderError, match=r"no process can be started: .*No such file"):
            zygote.fork("a.py")
        os.mkdir(zygote._scratch)
        connect(zygote, Answer(Path("a.py"), RIGHT), "scale", 0, "cpu").close()


# --- nothing is left, nothing is found --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "left_out", [frozenset(), frozenset({"user namespace", *NAMESPACES}), frozenset(NAMES)]
)
def test_a_worker_finds_nothing_of_an_earlier_one(left_out: frozenset[str]) -> None:
    source = "import os\ndef scale(x):\n    open('left', 'w').write('x')\n    return [os.getcwd(), os.environ['HOME'], os.environ['TMPDIR']]\n"
    look = "import os\ndef scale(x):\n    return [os.listdir('.'), os.path.exists(x)]\n"
    with Zygote("numpy", LIMITS, left_out) as zygote:
        link = connect(zygote, Answer(Path("a.py"), source), "scale", 0, "cpu")
        folder, home, temporary = asked(link, 1)
        assert folder == home == temporary
        assert Path(folder).exists()
        link.close()
        assert not Path(folder).exists()
        link = connect(zygote, Answer(Path("b.py"), look), "scale", 0, "cpu")
        assert asked(link, folder) == [[], False]
        link.close()
        scratch = Path(zygote._scratch)
        assert list(scratch.iterdir()) == []
    assert not scratch.exists()


def test_a_folder_that_is_hard_to_remove_is_removed() -> None:
    source = (
        "import os\n"
        "def scale(x):\n"
        "    for _ in range(1500):\n"
        "        os.mkdir('d'); os.chdir('d')\n"
        "    os.mkdir('closed'); os.mkdir('closed/inner'); os.chmod('closed', 0)\n"
        "    return x\n"
    )
    with worker("process group", source=source) as link:
        asked(link, 1)
        scratch = Path(link.source._scratch)
        link.close()
        assert list(scratch.iterdir()) == []


def test_the_zygote_leaves_no_process_behind() -> None:
    """Also when it is killed with a worker in it."""
    zygote = Zygote("numpy", LIMITS)
    link = connect(zygote, Answer(Path("a.py"), RIGHT), "scale", 0, "cpu")
    tree = [zygote._process.pid]
    for pid in tree:
        tree += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    assert link.pid in tree
    zygote.close()
    assert all(map(gone, tree))
    link.close()


# --- what may be read -------------------------------------------------------------------------------------------------


def test_what_is_hidden_is_carved_out(tmp_path: Path) -> None:
    """An installed kb lies beside the packages that a worker needs."""
    packages = tmp_path / "lib" / "site-packages"
    for name in ("kb/questions/detection", "numpy/linalg", "torch"):
        (packages / name).mkdir(parents=True)
    (packages / "six.py").touch()
    (packages / "link").symlink_to(packages / "kb" / "questions")
    (packages / "kb.pth").touch()
    reach = paths.Reach((str(tmp_path),), (str(packages / "kb"),))
    expected = [packages / "kb.pth", packages / "numpy", packages / "six.py", packages / "torch"]
    assert reach.carved() == sorted(map(str, expected))
    assert reach.allows(str(packages / "kbx"))
    assert not reach.allows(str(packages / "kb" / "questions" / "detection"))
    assert not reach.allows("/etc/passwd")


def test_an_environment_inside_of_the_checkout_stays_readable(tmp_path: Path) -> None:
    environment, checkout = tmp_path / "kb" / ".venv", tmp_path / "kb"
    environment.mkdir(parents=True)
    reach = paths.Reach((str(environment),), (str(checkout),))
    assert reach.carved() == [str(environment)]
    assert reach.allows(str(environment / "lib"))
    assert not reach.allows(str(checkout / "questions"))


@pytest.mark.parametrize("layer", ["landlock", "audit hook", "user namespace"])
def test_a_package_beside_the_others_can_be_hidden(layer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As kb is when it is installed: here with a part of NumPy in its place."""
    package = Path(np.__file__).resolve().parent / "doc"
    assert (package / "ufuncs.py").exists()
    monkeypatch.setattr("kb.grader.process.zygote.hidden", lambda: [str(package)])
    with worker(layer) as link:
        assert tried(link, "open(value).read(1)", str(package / "ufuncs.py")) != 0
        assert tried(link, "import numpy.polynomial; open(numpy.__file__).read(1)") == 0
    with worker() as link:
        assert tried(link, "open(value).read(1)", str(package / "ufuncs.py")) == 0


# --- the sandbox's own test -------------------------------------------------------------------------------------------

HOLES = [
    ("cases", {"landlock", "user namespace"}),
    ("reference", {"landlock", "user namespace"}),
    ("bank", {"landlock", "user namespace"}),
    ("answers", {"landlock", "user namespace"}),
    ("grader", {"landlock", "user namespace"}),
    ("network", {"landlock", "seccomp", "network namespace"}),
    ("write", {"landlock", "user namespace"}),
    ("scratch", {"landlock", "user namespace"}),
    ("trace", {"landlock", "seccomp", "user namespace", "process namespace"}),
    ("signal", {"landlock", "seccomp", "user namespace", "process namespace"}),
    ("process", {"seccomp", "process group", "process namespace"}),
]


def everything_is_here() -> None:
    with Zygote("numpy", LIMITS) as zygote:
        zygote.wait_until_ready()
        if zygote.missing:
            pytest.skip(f"this machine lacks {', '.join(zygote.missing)}")


def test_no_hole_with_all_layers() -> None:
    everything_is_here()
    with Zygotes(LIMITS) as zygotes:
        assert holes(zygotes) == []
        require(zygotes)
        assert lacking(zygotes.get("numpy").layers) is None


@pytest.mark.parametrize(
    "left_out",
    sorted({frozenset(layers) for _, layers in HOLES}, key=sorted),
    ids=lambda n: "+".join(sorted(n)),
)
def test_each_hole_is_found(left_out: frozenset[str]) -> None:
    everything_is_here()
    with Zygotes(LIMITS, left_out, hiding=(str(HERE),)) as zygotes:
        found = {hole.name for hole in holes(zygotes)}
    expected = {name for name, layers in HOLES if layers <= left_out}
    assert expected <= found
    assert expected


def test_require_names_what_is_missing() -> None:
    left_out = frozenset({"landlock", "user namespace"})
    with Zygotes(LIMITS, left_out) as zygotes, pytest.raises(SandboxError) as caught:
        require(zygotes)
    text = str(caught.value)
    assert "no landlock (left out)" in text
    assert "no user namespace (left out)" in text
    assert "a hole: it can read the cases of an exercise" in text
    assert "doctor" in text
    assert "\n" not in text


def test_require_fails_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> dict[str, Path]:
        raise OSError("the disk is gone")

    monkeypatch.setattr("kb.grader.process.selftest.secrets", broken)
    with (
        Zygotes(LIMITS) as zygotes,
        pytest.raises(SandboxError, match="could not be tested: the disk is gone"),
    ):
        require(zygotes)


def test_a_worker_that_does_not_say_is_no_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tries = tmp_path / "tries.py"
    tries.write_text("def attempt(kind, where, number):\n    return 'no'\n")
    monkeypatch.setattr("kb.grader.process.selftest.TRIES", tries)
    with Zygotes(LIMITS) as zygotes, pytest.raises(GraderError, match="cannot be tested"):
        holes(zygotes)


def test_a_missing_layer_is_told_in_one_line() -> None:
    assert lacking(NAMES) is None
    line = lacking([name for name in NAMES if name != "landlock"])
    assert line == "The sandbox lacks landlock here; graded anyway. `python -m kb.quiz doctor` says more."


def test_every_layer_says_what_it_holds_and_what_to_do() -> None:
    for layer in sandbox_module.LAYERS:
        assert layer.holds
        assert layer.advice


def test_the_command_refuses_without_its_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kb.quiz.cli import main

    def missing(zygotes: Zygotes) -> None:
        raise SandboxError("the sandbox is required and does not hold: no landlock (an old kernel)")

    monkeypatch.setattr("kb.grader.run.driver.require", missing)
    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    answer = tmp_path / "a.py"
    answer.write_text("def box_iou(a, b):\n    return a\n")
    grade = ["grade", str(answer), "--question", "detection/box_iou", "--require-sandbox"]
    assert main(grade) == 2
    assert (
        capsys.readouterr().err
        == "kb.quiz: the sandbox is required and does not hold: no landlock (an old kernel)\n"
    )
    assert main([*grade, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["outcome"] == "wrong use"
    assert told["message"].startswith("the sandbox is required")


# --- spawned workers --------------------------------------------------------------------------------------------------


def test_spawned_workers_grade_as_forked_ones_do(toy: Code) -> None:
    sources = [
        RIGHT,
        "def scale(x, factor):\n    return x\n",
        "import os\ndef scale(x, factor):\n    os._exit(3)\n",
    ]
    answers = [Answer(Path("a.py"), source) for source in sources]
    with Zygotes(LIMITS, spawn=True) as zygotes:
        spawner = zygotes.get("numpy")
        assert isinstance(spawner, Spawner)
        verdicts = grade_many(answers, toy, seed=1, zygotes=zygotes, naming=False)
        assert zygotes.get("numpy") is spawner
        assert spawner._serving == {}
        pids = [spawner._next._process.pid]
    assert [verdict.outcome for verdict in verdicts] == ["passed", "wrong value", "exited"]
    with Zygotes(LIMITS) as forked:
        forked.get("numpy").wait_until_ready()
        assert verdicts[0].sandbox == tuple(forked.get("numpy").layers)
    assert all(map(gone, pids))


def test_a_spawned_worker_takes_its_own_process_along() -> None:
    with Spawner("numpy", LIMITS) as spawner:
        link = connect(spawner, Answer(Path("a.py"), RIGHT), "scale", 0, "cpu")
        keeper = spawner._serving[link.pid]
        assert isinstance(keeper, Cold)
        assert asked(link, 2, 3) == 6
        link.close()
        assert gone(link.pid)
        assert gone(keeper._process.pid)
        assert not Path(keeper._scratch).exists()


def test_where_there_is_no_fork_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with Zygotes(LIMITS) as zygotes, pytest.raises(GraderError, match="no fork; on Windows use WSL 2"):
        zygotes.get("numpy")


class Fake:
    """A source of workers in the tests of what happens where a device refuses forked ones."""

    def __init__(self, library: str, limits: Limits, without: frozenset[str], hiding: tuple[str, ...]):
        self.library, self.alive, self.closed = library, True, False

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> tuple[type[Fake], type[Fake]]:
    forked, spawned = type("Forked", (Fake,), {}), type("Spawned", (Fake,), {})
    monkeypatch.setattr("kb.grader.process.sources.Zygote", forked)
    monkeypatch.setattr("kb.grader.process.sources.Spawner", spawned)
    return forked, spawned


NO_START = DeviceError("the cuda device cannot be started: driver not initialized")


@pytest.mark.parametrize(
    "error", [NO_START, Failure("crashed", "the process of the answer was ended by SIGSEGV")]
)
def test_a_device_that_refuses_forked_workers_gets_spawned_ones(
    fakes: tuple[type[Fake], type[Fake]], error: Exception
) -> None:
    forked, spawned = fakes
    seen: list[Any] = []

    def begin(source: Any) -> str:
        seen.append(source)
        if isinstance(source, forked):
            raise error
        return "loaded"

    with Zygotes(LIMITS) as zygotes:
        assert start_on(zygotes, "torch", "cuda", begin) == "loaded"
        assert start_on(zygotes, "torch", "cuda", begin) == "loaded"
        assert [type(source) for source in seen] == [forked, spawned, spawned]
        assert seen[0].closed
        assert isinstance(zygotes.get("numpy"), forked)


@pytest.mark.parametrize(
    ("device", "error"),
    [
        ("cpu", Failure("crashed", "the process of the answer was ended by SIGSEGV")),
        ("cuda", DeviceError("this torch finds no cuda device")),
        ("cuda", Failure("raised", "ValueError")),
    ],
)
def test_other_failures_are_told_at_once(
    fakes: tuple[type[Fake], type[Fake]], device: str, error: Exception
) -> None:
    seen: list[Any] = []

    def begin(source: Any) -> str:
        seen.append(source)
        raise error

    with Zygotes(LIMITS) as zygotes, pytest.raises(type(error)) as caught:
        start_on(zygotes, "torch", device, begin)
    assert caught.value is error
    assert len(seen) == 1


def test_a_device_that_refuses_both_is_told(fakes: tuple[type[Fake], type[Fake]]) -> None:
    seen: list[Any] = []

    def begin(source: Any) -> str:
        seen.append(source)
        raise NO_START

    with Zygotes(LIMITS) as zygotes, pytest.raises(DeviceError, match="cannot be started"):
        start_on(zygotes, "torch", "cuda", begin)
    assert len(seen) == 2
