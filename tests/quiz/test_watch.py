"""``watch`` as a process: every way in which editors save, and exactly the verdicts that follow."""

from __future__ import annotations

import importlib.util
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HEAD = "# question: lab/double\n"
RIGHT = HEAD + "def double(x):\n    return x + x\n"
ALSO_RIGHT = HEAD + "def double(x):\n    return 2 * x\n"
WRONG = HEAD + "def double(x):\n    return x + 1\n"
SQUARED = HEAD + "def double(x):\n    return x * x\n"
ENDLESS = HEAD + "def double(x):\n    while True:\n        pass\n"
HALF = RIGHT[:-3]
TORCH = HEAD + "import torch\ndef double(x):\n    return torch.add(x, x)\n"
PATIENCE = 60.0
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="signals and workers as on Windows are not tested"
)


class Watch:
    """``watch`` with its output in a pipe."""

    def __init__(self, quiz, *arguments: str, **environment: str) -> None:
        self.lines: list[str] = []
        self._fresh: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            quiz.command("watch", *arguments), cwd=quiz.folder, env=quiz.environment(**environment), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._fresh.put(line.rstrip("\n"))
        self._fresh.put(None)

    def see(self, pattern: str) -> str:
        """Wait for a new line in which the pattern is found."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._fresh.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{pattern!r} does not come after {self.lines}") from None
            if line is None:
                raise AssertionError(f"{pattern!r} did not come: {self.lines}")
            self.lines.append(line)
            if re.search(pattern, line):
                return line

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        while (line := self._fresh.get(timeout=PATIENCE)) is not None:
            self.lines.append(line)
        return status

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()

    @property
    def verdicts(self) -> list[str]:
        """Whether each verdict was a pass."""
        found = (re.match(r"(PASSED|NOT PASSED)  ", line) for line in self.lines)
        return [match[1] for match in found if match]

    def children(self) -> set[int]:
        """The processes below this one."""
        parents: dict[int, int] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(path.parent.name)] = int(fields[1])
        below = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in below} - below:
            below |= more
        return below - {self.process.pid}

    def settled(self) -> set[int]:
        """The processes below this one once they stay: the next save's worker and its init start after a verdict."""
        deadline = time.monotonic() + PATIENCE
        seen, since = self.children(), time.monotonic()
        while time.monotonic() < min(deadline, since + 1.5):
            time.sleep(0.05)
            if (now := self.children()) != seen:
                seen, since = now, time.monotonic()
        return seen


Start = Callable[..., Watch]


@pytest.fixture
def own(quiz, tmp_path: Path):
    """The program with a bank that a test may change."""
    shutil.copytree(quiz.bank, tmp_path / "bank")
    quiz.bank = tmp_path / "bank"
    return quiz


@pytest.fixture
def start(quiz) -> Iterator[Start]:
    running: list[Watch] = []

    def begin(
        *arguments: str, text: str | None = SQUARED, then: str = r"^(NOT )?PASSED", **more: str
    ) -> Watch:
        if text is not None:
            quiz.write(text)
        running.append(Watch(quiz, *(arguments or ("double.py",)), **more))
        if then:
            running[-1].see(then)
        return running[-1]

    yield begin
    for one in running:
        one.close()


# --- ways to save -----------------------------------------------------------------------------------------


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def atomically(file: Path, text: str) -> None:
    new = file.with_name(f".{file.name}.tmp")
    new.write_text(text)
    new.replace(file)


def renaming_the_old_one(file: Path, text: str) -> None:
    """As vim does where the file is a link or its folder can be written: old aside, new, old away."""
    aside = file.with_name(f"{file.name}~")
    file.rename(aside)
    file.write_text(text)
    aside.unlink()


def keeping_a_backup(file: Path, text: str) -> None:
    """As emacs does at the first save."""
    file.rename(file.with_name(f"{file.name}~"))
    with file.open("w") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())


def from_another_folder(file: Path, text: str) -> None:
    elsewhere = file.parent.parent / "elsewhere.py"
    elsewhere.write_text(text)
    shutil.move(elsewhere, file)


def emptied_first(file: Path, text: str) -> None:
    file.write_text("")
    time.sleep(0.03)
    file.write_text(text)


def in_two_pieces(file: Path, text: str) -> None:
    with file.open("w") as new:
        new.write(text[:-5])
        new.flush()
        time.sleep(0.01)
        new.write(text[-5:])


def removed_first(file: Path, text: str) -> None:
    file.unlink()
    time.sleep(0.03)
    file.write_text(text)


def with_a_moment_of_another_name(file: Path, text: str) -> None:
    """As editors that write beside, and swap."""
    new, old = file.with_name("new"), file.with_name("old")
    new.write_text(text)
    file.rename(old)
    new.rename(file)
    old.unlink()


@pytest.mark.parametrize(
    "save",
    [
        in_place,
        atomically,
        renaming_the_old_one,
        keeping_a_backup,
        from_another_folder,
        emptied_first,
        in_two_pieces,
        removed_first,
        with_a_moment_of_another_name,
    ],
)
def test_every_way_to_save(quiz, start: Start, save: Callable[[Path, str], None]) -> None:
    """Each save brings exactly one verdict, also the second one of the same kind."""
    watch, file = start("double.py", "--no-record"), quiz.folder / "double.py"
    for text, verdict in ((RIGHT, "PASSED"), (WRONG, "NOT PASSED"), (ALSO_RIGHT, "PASSED")):
        save(file, text)
        watch.see(f"^{verdict}")
    assert watch.end() == 0
    assert watch.verdicts == ["NOT PASSED", "PASSED", "NOT PASSED", "PASSED"]
    assert re.fullmatch(r"Graded 4 times, passed at \d\d:\d\d:\d\d; \d+ (s|min)\.", watch.lines[-1])
    assert not any("Traceback" in line for line in watch.lines)


def test_what_changes_nothing_is_no_save(quiz, start: Start) -> None:
    watch, file = start(), quiz.folder / "double.py"
    file.touch()
    file.chmod(0o600)
    in_place(file, SQUARED)
    atomically(file, SQUARED)
    (quiz.folder / "other.py").write_text("x = 1\n")
    file.write_text(HALF)
    watch.see("does not parse yet")
    assert watch.verdicts == ["NOT PASSED"]


def test_the_heading_has_the_time_of_day_and_how_long_it_took(quiz, start: Start) -> None:
    watch = start()
    quiz.write(RIGHT)
    watch.see("^PASSED")
    assert re.fullmatch(r"\d\d:\d\d:\d\d  as it is now", watch.lines[1])
    assert re.fullmatch(r"\d\d:\d\d:\d\d  \d+\.\d\d s after the save", watch.lines[-2])


def test_the_report_and_the_known_mistake_are_shown(start: Start) -> None:
    watch = start(then="known mistake")
    told = "\n".join(watch.lines)
    for word in ("test_values", "wrong value", "expected", "The input is squared."):
        assert word in told


def test_a_link_is_followed_and_so_is_its_change(quiz, start: Start) -> None:
    one, other, file = (
        quiz.folder.parent / "a" / "one.py",
        quiz.folder / "other.py",
        quiz.folder / "double.py",
    )
    one.parent.mkdir()
    one.write_text(SQUARED)
    other.write_text(RIGHT)
    file.symlink_to(one)
    watch = start(text=None)
    in_place(one, RIGHT)
    watch.see("^PASSED")
    atomically(one, WRONG)
    watch.see("^NOT PASSED")
    file.unlink()
    file.symlink_to(other)
    watch.see("^PASSED")
    in_place(other, WRONG)
    watch.see("^NOT PASSED")
    other.unlink()
    watch.see("waits for double.py")
    assert watch.verdicts == ["NOT PASSED", "PASSED", "NOT PASSED", "PASSED", "NOT PASSED"]


def test_a_file_that_goes_and_comes(quiz, start: Start) -> None:
    watch, file = start(), quiz.folder / "double.py"
    for _ in range(2):
        file.unlink()
        watch.see("waits for double.py")
        file.write_text(RIGHT)
        watch.see("^PASSED")
    assert watch.verdicts == ["NOT PASSED", "PASSED", "PASSED"]


def test_a_file_that_is_not_there_yet(quiz, start: Start) -> None:
    watch = start(text=None, then="waits for double.py")
    quiz.write(RIGHT)
    watch.see("^PASSED")


def test_a_folder_that_goes_and_comes(quiz, start: Start) -> None:
    folder, file = quiz.folder / "deep", quiz.folder / "deep" / "double.py"
    away = quiz.folder / "away"
    folder.mkdir()
    file.write_text(SQUARED)
    watch = start("deep/double.py", text=None)
    folder.rename(away)
    watch.see("waits for deep/double.py")
    (away / "double.py").write_text(RIGHT)
    away.rename(folder)
    watch.see("^PASSED")
    file.write_text(WRONG)
    watch.see("^NOT PASSED")
    shutil.rmtree(folder)
    watch.see("waits for deep/double.py")
    folder.mkdir()
    file.write_text(RIGHT)
    watch.see("^PASSED")
    file.write_text(WRONG)
    watch.see("^NOT PASSED")
    assert watch.end() == 0
    assert watch.verdicts == ["NOT PASSED", "PASSED", "NOT PASSED", "PASSED", "NOT PASSED"]


# --- what is no answer ------------------------------------------------------------------------------------


def test_half_a_file_is_no_verdict(quiz, start: Start) -> None:
    watch = start(text=HALF, then="does not parse yet: .* \\(line 3\\)$")
    quiz.write(RIGHT)
    watch.see("^PASSED")
    quiz.write(HALF)
    watch.see("does not parse yet")
    assert watch.end() == 0
    assert watch.verdicts == ["PASSED"]
    assert watch.lines[-1].startswith("Graded 1 time, passed at")


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        pytest.param(b"", "double.py is empty; `python -m kb.quiz new ID` writes a starter", id="empty"),
        pytest.param(b"\x00\x01" * 9, "double.py is a binary file; an answer is Python text", id="binary"),
        pytest.param(b"x = 1\n# caf\xe9\n", "double.py:2: not UTF-8 text; save the file as UTF-8", id="Latin-1"),
        pytest.param(b"#" * (1 << 20 | 1), "double.py is larger than 1 MB; an answer is a few lines of Python", id="large"),
        pytest.param(b"# question: lab/doubel\n", "there is no exercise lab/doubel; did you mean lab/double?", id="unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_graded_is_said_in_a_line(quiz, start: Start, raw: bytes, line: str) -> None:
    watch, file = start(), quiz.folder / "double.py"
    file.write_bytes(raw)
    assert watch.see(re.escape(line)).partition("  ")[2] == line
    file.write_text(RIGHT)
    watch.see("^PASSED")
    assert watch.verdicts == ["NOT PASSED", "PASSED"]


def test_a_folder_in_the_place_of_the_file(quiz, start: Start) -> None:
    watch, file = start(), quiz.folder / "double.py"
    file.unlink()
    file.mkdir()
    watch.see("double.py is a folder; name the Python file in it")
    file.rmdir()
    file.write_text(RIGHT)
    watch.see("^PASSED")


def test_a_file_that_names_no_exercise(quiz, start: Start) -> None:
    quiz.write("def f():\n    pass\n", "notes.py")
    watch = start("notes.py", text=None, then="notes.py does not say which exercise it answers")
    quiz.write(RIGHT, "notes.py")
    watch.see("^PASSED")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param([".",], "is a folder", id="a folder"),
        pytest.param(["nowhere/double.py"], "there is no folder nowhere", id="no folder"),
        pytest.param(["double.py", "--question", "lab/duoble"], "did you mean lab/double?", id="no such exercise"),
        pytest.param(["double.py", "--seed", "x"], "not a whole number", id="no seed"),
        pytest.param(["double.py", "--jsn"], "unknown option --jsn", id="an option"),
        pytest.param([], "required: FILE", id="nothing"),
    ],
)  # fmt: skip
def test_wrong_use_is_refused_in_a_line(quiz, arguments: list[str], words: str) -> None:
    quiz.write(RIGHT)
    found = quiz.run("watch", *arguments)
    assert found.returncode == 2
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert words in found.stderr


def test_a_device_for_an_answer_that_does_not_use_it(quiz, start: Start) -> None:
    start("double.py", "--device", "mps", then="it does not use torch, so --device mps has nothing to run")


def test_a_device_that_is_not_there(quiz) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("an answer in PyTorch needs it")
    quiz.write(TORCH)
    found = quiz.run("watch", "double.py", "--device", "mps" if sys.platform == "linux" else "cuda")
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "finds no" in found.stderr


# --- a loop that goes on ----------------------------------------------------------------------------------


def test_an_answer_that_was_saved_again_is_given_up(quiz, start: Start) -> None:
    watch = start()
    quiz.write(ENDLESS)
    time.sleep(0.7)  # it is being graded
    quiz.write(RIGHT)
    watch.see("^PASSED")
    quiz.write(WRONG)
    watch.see("^NOT PASSED")
    assert watch.verdicts == ["NOT PASSED", "PASSED", "NOT PASSED"], "\n".join(watch.lines)


def test_an_answer_that_was_saved_again_while_its_mistake_is_looked_for(own, start: Start) -> None:
    """What was cut off is not remembered as what the mistake did: the next failure is named as before."""
    for number in range(12):
        mistake = own.bank / "lab" / "double" / "mistakes" / f"slow_{number}.py"
        mistake.write_text(
            f'"""Slow {number}.\n\nIt waits.\n\nCaught by: test_values\n"""\nimport time\n\n\n'
            f"def double(x):\n    time.sleep(0.2)\n    return x + {number + 2}\n"
        )
    watch = start(text=RIGHT)
    for _ in range(2):
        own.write(SQUARED)
        watch.see("^NOT PASSED")
        time.sleep(0.3)
        own.write(RIGHT)
        watch.see("^PASSED")
    own.write(HEAD + "def double(x):\n    return x + 13\n")
    watch.see("known mistake: Slow 11")
    own.write(SQUARED)
    watch.see("known mistake: The input is squared")


def test_the_worker_of_an_answer_that_was_given_up_is_gone(quiz, start: Start) -> None:
    watch = start()
    before = len(watch.settled())
    for text in (RIGHT, WRONG, ALSO_RIGHT):
        quiz.write(ENDLESS)
        time.sleep(0.4)
        quiz.write(text)
        watch.see("PASSED")
    assert len(watch.settled()) == before


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="torch is not installed")
def test_from_numpy_to_torch_and_back(quiz, start: Start) -> None:
    watch = start(text=RIGHT)
    quiz.write(TORCH)
    watch.see("PyTorch starts, once")
    watch.see("^PASSED")
    quiz.write(WRONG)
    watch.see("^NOT PASSED")
    quiz.write(TORCH)
    watch.see("^PASSED")
    assert watch.end() == 0
    assert watch.verdicts == ["PASSED", "PASSED", "NOT PASSED", "PASSED"]
    assert sum("PyTorch starts" in line for line in watch.lines) == 1


def test_another_exercise_in_the_same_file(own, start: Start) -> None:
    triple = own.bank / "lab" / "triple"
    shutil.copytree(own.bank / "lab" / "double", triple)
    (triple / "test_double.py").rename(triple / "test_triple.py")
    for file in (triple / "question.yaml", triple / "test_triple.py"):
        text = file.read_text().replace("double", "triple").replace("[2.0, 4.0, 8.0]", "[3.0, 6.0, 12.0]")
        file.write_text(text)
    watch = start(text=RIGHT)
    own.write("# question: lab/triple\ndef triple(x):\n    return x + x + x\n")
    assert "lab/triple" in watch.see("^PASSED")
    own.write("# question: lab/triple\ndef triple(x):\n    return x + x\n")
    assert "lab/triple" in watch.see("^NOT PASSED")
    own.write(ALSO_RIGHT)
    assert "lab/double" in watch.see("^PASSED")


def test_cases_that_change_are_taken_up(own, start: Start) -> None:
    cases = own.bank / "lab" / "double" / "test_double.py"
    text = cases.read_text()
    watch = start(text=RIGHT)
    for factor, verdict in ((3, "NOT PASSED"), (2, "PASSED"), (4, "NOT PASSED")):
        cases.write_text(text.replace("[2.0, 4.0, 8.0]", f"[{factor}.0, {2 * factor}.0, {4 * factor}.0]"))
        watch.see("graded again: the exercise was changed")
        watch.see(f"^{verdict}")
    cases.write_text("def test_values(solution:\n")
    watch.see("the grader failed, which does not count against you: the cases")
    cases.write_text(text)
    watch.see("^PASSED")
    assert watch.verdicts == ["PASSED", "NOT PASSED", "PASSED", "NOT PASSED", "PASSED"]


def test_a_question_that_breaks_and_is_mended(own, start: Start) -> None:
    file = own.bank / "lab" / "double" / "question.yaml"
    text = file.read_text()
    watch = start(text=RIGHT)
    file.write_text(text.replace("level: 1", "level: nine"))
    line = watch.see("the exercise cannot be read")
    assert "question.yaml:4:8" in line
    file.write_text(text.replace("entry: double", "entry: twice"))
    watch.see("^NOT PASSED")
    file.write_text(text)
    watch.see("^PASSED")
    assert watch.verdicts == ["PASSED", "NOT PASSED", "PASSED"]


def test_the_same_inputs_at_every_save(quiz, start: Start) -> None:
    watch = start("double.py", "--seed", "7", then="--seed 7")
    quiz.write(WRONG)
    watch.see("--seed 7")


# --- the history ------------------------------------------------------------------------------------------


def test_the_first_pass_is_saved_and_no_miss(quiz, start: Start) -> None:
    watch = start()
    quiz.write(WRONG)
    watch.see("^NOT PASSED")
    assert quiz.history() == []
    quiz.write(RIGHT)
    watch.see("^Rated good: asked again in ")
    quiz.write(WRONG)
    watch.see("^NOT PASSED")
    quiz.write(ALSO_RIGHT)
    watch.see("^PASSED")
    assert watch.end() == 0
    assert [(answer["question"], answer["right"], answer["tries"]) for answer in quiz.history()] == [
        ("lab/double", True, 1)
    ]
    assert sum("Rated" in line for line in watch.lines) == 1


def test_nothing_is_saved_where_that_is_asked(quiz, start: Start) -> None:
    watch = start("double.py", "--no-record", text=RIGHT)
    quiz.write(WRONG)
    watch.see("^NOT PASSED")
    assert watch.end() == 0
    assert quiz.history() == []


def test_a_history_that_cannot_be_used_costs_no_verdict(quiz, start: Start) -> None:
    (quiz.home / "progress.db").write_bytes(b"no database" * 100)
    watch = start(text=RIGHT)
    watch.see("the verdict stands, but was not saved: ")
    quiz.write(WRONG)
    watch.see("^NOT PASSED")
    assert watch.end() == 0


# --- the end ----------------------------------------------------------------------------------------------


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
@pytest.mark.parametrize("text", [RIGHT, ENDLESS], ids=["waiting", "grading"])
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP), (signal.SIGKILL, -signal.SIGKILL)],
)  # fmt: skip
def test_nothing_is_left_behind(quiz, start: Start, number: signal.Signals, status: int, text: str) -> None:
    watch = start()
    quiz.write(text)
    if text == ENDLESS:
        time.sleep(0.5)
    else:
        watch.see("^PASSED")
    children = watch.children()
    assert children
    assert watch.end(number) == status
    deadline = time.monotonic() + PATIENCE
    while any(map(alive, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, children))
    if number != signal.SIGKILL:
        assert watch.lines[-1].startswith("Graded ")
    assert not any("Traceback" in line for line in watch.lines)


def test_ctrl_c_before_anything_was_graded(start: Start) -> None:
    watch = start(text=None, then="Ctrl-C ends")
    assert watch.end() == 0
    assert watch.lines[-1].startswith("Graded 0 times; ")


def test_it_ends_when_nobody_reads_any_more(quiz, start: Start) -> None:
    quiz.write(SQUARED)
    command = quiz.command("watch", "double.py")
    with subprocess.Popen(command, cwd=quiz.folder, env=quiz.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == b""


# --- a terminal -------------------------------------------------------------------------------------------

CLEAR = "\x1b[2J"


@pytest.fixture
def terminal(quiz) -> Iterator[Callable[..., object]]:
    pexpect = pytest.importorskip("pexpect", reason="a terminal is played with pexpect")
    started = []

    def start(*arguments: str, rows: int = 24, columns: int = 80, **environment: str):
        command, *rest = quiz.command("watch", "double.py", *arguments)
        child = pexpect.spawn(
            command, rest, cwd=str(quiz.folder), env=quiz.environment(**environment), encoding="utf-8",
            dimensions=(rows, columns), timeout=PATIENCE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def test_a_terminal_shows_the_last_verdict_alone(quiz, terminal) -> None:
    quiz.write(SQUARED)
    child = terminal()
    child.expect("everything|--seed [0-9]+")
    child.expect("The input is squared|Repeat")
    quiz.write(RIGHT)
    child.expect(re.escape(CLEAR) + r"[^\x00]*?PASSED")
    assert "s after the save" in child.after
    assert "known mistake" not in child.after.rpartition(CLEAR)[2]
    child.expect("Rated good")
    quiz.write(HALF)
    child.expect(re.escape(CLEAR) + r"[^\x00]*?does not parse yet")
    assert "PASSED" in child.after, "the last verdict stays"
    child.sendintr()
    child.expect("Graded 2 times, passed at")
    child.expect(r"s\.\r\n")
    child.wait()
    assert child.exitstatus == 0


def test_a_dumb_terminal_gets_lines(quiz, terminal) -> None:
    quiz.write(SQUARED)
    child = terminal(TERM="dumb")
    child.expect("--seed [0-9]+")
    assert "\x1b" not in child.before


@pytest.mark.parametrize(("rows", "keep"), [(8, 0), (8, 1), (14, 2), (40, 1)])
def test_what_is_cut_is_said_and_the_last_lines_stay(rows: int, keep: int) -> None:
    from kb.quiz.screen.board import fit

    lines = [("x" * (10 * n), "") for n in range(12)]
    shown = fit(lines, rows, 40, keep)
    assert sum(max(1, -(-len(text) // 40)) for text, _ in shown) <= rows - 2
    assert shown[:2] == lines[:2]
    assert shown[len(shown) - keep :] == lines[len(lines) - keep :]
    if rows < 40:
        missing = len(lines) - len(shown) + 1
        assert shown[len(shown) - keep - 1][0].startswith(f"… {missing} lines more")
    else:
        assert shown == lines


@pytest.mark.parametrize(("rows", "columns"), [(30, 90), (20, 44), (12, 40)])
def test_a_verdict_fits_the_screen(quiz, terminal, rows: int, columns: int) -> None:
    from rich.cells import cell_len

    quiz.write(HEAD + "def double(x):\n" + "    print('a line of its own')\n" * 30 + "    return x * x\n")
    child = terminal(rows=rows, columns=columns, NO_COLOR="1")
    child.expect("Repeat|lines more|Shortened")
    seen = child.before + child.after
    time.sleep(1.0)  # the known mistake is named a moment later
    child.sendintr()
    child.expect("Graded")
    all_of_it = seen + child.before
    assert "NOT PASSED" in all_of_it.rpartition("\x1b[H")[2], "the beginning is what is kept"
    shown = all_of_it.rpartition("\x1b[H")[2].replace(CLEAR, "").partition("^C")[0]
    taken = sum(max(1, -(-cell_len(line) // columns)) for line in shown.replace("\r", "").split("\n")[:-1])
    assert taken <= rows
