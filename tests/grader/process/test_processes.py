"""Workers: killed from outside with all that they started, limited, and gone afterwards."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kb.bank.model.question import Code
from kb.grader import Answer, Failure, GraderError, Verdict, Zygotes, grade_many, read_answer
from kb.grader.model.limits import Limits
from kb.grader.process.calls import Call, perform
from kb.grader.process.connect import connect
from kb.grader.process.layers import NAMES
from kb.grader.process.zygote import Zygote

GradeText = Callable[..., Verdict]
RIGHT = "def scale(x, factor):\n    return x * factor\n"


def alive(pid: int) -> bool:
    """A process that exists and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    """Wait, bounded, until a killed process has left."""
    for _ in range(6000):
        if not alive(pid):
            return True
        time.sleep(0.01)
    return False


def test_what_an_answer_started_ends_with_it(tmp_path: Path) -> None:
    """Where it may start anything, and its id is what the grader sees: all other layers are left out."""
    note = tmp_path / "pid"
    source = (
        "import os, time\n"
        "def scale(x, factor):\n"
        "    if os.fork() == 0:\n"
        f"        open({str(note)!r}, 'w').write(str(os.getpid()))\n"
        "        time.sleep(600)\n"
        "    return x * factor\n"
    )
    with Zygote("numpy", without=frozenset(NAMES) - {"process group"}) as zygote:
        link = connect(zygote, Answer(Path("a.py"), source), "scale", 0, "cpu")
        perform(link, Call((np.ones(2), 2.0)))
        for _ in range(6000):
            if note.exists() and note.read_text():
                break
            time.sleep(0.01)
        child = int(note.read_text())
        assert alive(child)
        assert alive(link.pid)
        link.close()
        assert gone(child)
        assert gone(link.pid)


def test_a_worker_is_a_process_of_its_own_session(zygotes: Zygotes) -> None:
    source = "import os\ndef scale(x):\n    return [os.getsid(0), os.getpid(), os.getpgrp(), os.getppid()]\n"
    link = connect(zygotes.get("numpy"), Answer(Path("a.py"), source), "scale", 0, "cpu")
    session, pid, group, parent = perform(link, Call((1,))).value
    assert os.getsid(link.pid) == os.getpgid(link.pid) == link.pid
    link.close()
    assert session == pid == group
    assert parent not in (os.getpid(), pid)


@pytest.mark.parametrize(
    "limit", ["RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_DATA", "RLIMIT_CPU", "RLIMIT_NOFILE"]
)
def test_limits_are_set_and_cannot_be_raised(zygotes: Zygotes, limit: str) -> None:
    source = f"import resource\ndef scale(x):\n    return list(resource.getrlimit(resource.{limit}))\n"
    link = connect(zygotes.get("numpy"), Answer(Path("a.py"), source), "scale", 0, "cpu")
    soft, hard = perform(link, Call((1,))).value
    link.close()
    assert soft == hard
    assert 0 <= soft < 1 << 40


def test_a_file_cannot_grow_without_bound(zygotes: Zygotes) -> None:
    source = (
        "def scale(x):\n"
        "    with open('big', 'wb') as file:\n"
        "        for _ in range(64):\n"
        "            file.write(bytes(1 << 20))\n"
        "    return x\n"
    )
    link = connect(zygotes.get("numpy"), Answer(Path("a.py"), source), "scale", 0, "cpu")
    failure = perform(link, Call((1,))).failure
    link.close()
    assert failure is not None
    assert failure.outcome == "raised"
    assert failure.message.startswith("OSError at line 4: [Errno 27] File too large")


def test_the_environment_and_the_files_of_the_grader_are_not_inherited(zygotes: Zygotes) -> None:
    source = (
        "import os\n"
        "def scale(x):\n"
        "    return [sorted(os.environ), sorted(int(f) for f in os.listdir('/proc/self/fd'))]\n"
    )
    os.environ["KB_SECRET"] = "1"
    try:
        with Zygote("numpy") as zygote:
            link = connect(zygote, Answer(Path("a.py"), source), "scale", 0, "cpu")
            names, fds = perform(link, Call((1,))).value
            link.close()
    finally:
        del os.environ["KB_SECRET"]
    assert "KB_SECRET" not in names
    assert "PATH" in names
    # 0, 1, 2, the channel, and the listing itself
    assert len(fds) == 5


def test_the_scratch_folder_is_removed() -> None:
    source = "import os\ndef scale(x):\n    open('left', 'w').write('x')\n    return os.getcwd()\n"
    with Zygote("numpy") as zygote:
        link = connect(zygote, Answer(Path("a.py"), source), "scale", 0, "cpu")
        scratch = Path(perform(link, Call((1,))).value)
        link.close()
        assert not scratch.exists()
        assert scratch.parent.exists()
    assert not scratch.parent.exists()


def test_the_references_cannot_be_imported(grade_text: GradeText) -> None:
    """Found in the source already; here by a name that only exists at run time."""
    source = "def scale(x, factor):\n    return __import__(bytes(reversed(b'uoi.noitceted.bk')).decode()).detection\n"
    first = grade_text(source).failed[0]
    assert first.outcome == "raised"
    assert first.message.startswith(
        "ImportError at line 2: kb.detection.iou holds the reference solutions"
    ) or (first.message.startswith("ImportError at line 2: kb holds the reference solutions"))


@pytest.mark.parametrize(
    "name", ["timeout", "crashed", "exited", "too_much_output", "protocol", "out_of_memory"]
)
def test_the_next_answer_is_graded_correctly(toy: Code, zygotes: Zygotes, name: str) -> None:
    bad = read_answer(Path(__file__).parents[1] / "answers" / f"{name}.py")
    good = Answer(Path("good.py"), RIGHT)
    verdicts = grade_many([bad, good, bad, good], toy, seed=1, zygotes=zygotes)
    assert [verdict.passed for verdict in verdicts] == [False, True, False, True]


def test_nothing_is_left_open(toy: Code, zygotes: Zygotes) -> None:
    good, bad = (
        Answer(Path("good.py"), RIGHT),
        read_answer(Path(__file__).parents[1] / "answers" / "crashed.py"),
    )
    grade_many([good, bad], toy, seed=1, zygotes=zygotes)
    before = sorted(os.listdir("/proc/self/fd"))
    grade_many([good, bad] * 5, toy, seed=1, zygotes=zygotes)
    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_a_dead_zygote_is_replaced(toy: Code) -> None:
    """An answer that kills its parent costs itself the verdict, and nobody else."""
    source = "import os, signal\ndef scale(x, factor):\n    os.kill(os.getppid(), signal.SIGKILL)\n    return x * factor\n"
    killer, good = Answer(Path("killer.py"), source), Answer(Path("good.py"), RIGHT)
    with Zygotes(Limits(call_seconds=3.0), frozenset(NAMES) - {"process group"}) as zygotes:
        verdicts = grade_many([killer, good], toy, seed=1, zygotes=zygotes)
    assert [verdict.passed for verdict in verdicts] == [False, True]
    assert verdicts[0].outcome == "crashed"


def test_a_zygote_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "start.py"
    broken.write_text("raise SystemExit('no NumPy here')")
    monkeypatch.setattr("kb.grader.process.zygote.PROGRAM", broken)
    with Zygote("numpy") as zygote, pytest.raises(GraderError, match=r"exit status 1.*no NumPy here"):
        zygote.fork("a.py")


def test_the_answer_of_one_test_may_not_end_the_next(toy: Code, zygotes: Zygotes) -> None:
    """An answer that fails once gets a fresh process for the next test."""
    source = "import os\ndef scale(x, factor):\n    if len(x):\n        os._exit(3)\n    return x * factor\n"
    verdict = grade_many([Answer(Path("a.py"), source)], toy, seed=1, zygotes=zygotes)[0]
    assert [(test.id, test.outcome) for test in verdict.tests] == [
        ("loads", "passed"),
        ("test_values", "exited"),
        ("test_empty", "passed"),
    ]


def test_a_failure_is_an_exception_that_can_be_raised_twice() -> None:
    failure = Failure("raised", "x")
    for _ in range(2):
        with pytest.raises(Failure):
            raise failure
