"""Somebody at a real terminal: a pseudo-terminal, keys, Ctrl-C and Ctrl-D at every prompt."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest

pexpect = pytest.importorskip("pexpect", reason="a terminal is played with pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

BETWEEN = r"(?:\s|\x1b\[[0-9;?]*[a-zA-Z])+"  # spaces, line ends and colors
READY = rf"help\){BETWEEN}> "  # the last word of a prompt, however it is wrapped
AFTER = rf"q{BETWEEN}quit{BETWEEN}> "
ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def listen_to_ctrl_c() -> None:
    """What was started in the background, as by nohup, hands down that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Learner:
    """Types at the program and reads its screen."""

    def __init__(
        self, quiz, *arguments: str, width: int = 80, shell: str | None = None, **environment: str
    ) -> None:
        self.raw = ""
        command, *rest = quiz.command(*arguments) if shell is None else ["sh", "-c", shell]
        self.child = pexpect.spawn(
            command, rest, cwd=str(quiz.folder), env=quiz.environment(**environment), dimensions=(24, width),
            timeout=90, encoding="utf-8", codec_errors="replace", preexec_fn=listen_to_ctrl_c,
        )  # fmt: skip

    def see(self, pattern: str) -> str:
        """Wait for a pattern; what came up to it, without colors."""
        self.child.expect(pattern)
        self.raw += self.child.before + self.child.after
        return ANSI.sub("", self.child.before + self.child.after)

    def type(self, line: str, then: str = READY) -> str:
        self.child.sendline(line)
        return self.see(then)

    def press(self, key: str) -> tuple[int, str]:
        """Leave with Ctrl-C or Ctrl-D: the exit status, and what was said last.

        Python loses a Ctrl-C that comes just before it begins to wait for a key; people press again.
        """
        for _ in range(12):
            time.sleep(0.1)
            self.child.sendcontrol(key)
            if self.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=5) == 0:
                return self._closed()
        raise AssertionError(f"Ctrl-{key.upper()} does not end it")

    def end(self) -> tuple[int, str]:
        """Wait for the program to end: its exit status, and what it said last."""
        self.child.expect(pexpect.EOF)
        return self._closed()

    def _closed(self) -> tuple[int, str]:
        said = ANSI.sub("", self.child.before)
        self.child.close()
        assert self.child.signalstatus is None
        return self.child.exitstatus, said


Start = Callable[..., Learner]


@pytest.fixture
def learner(quiz) -> Iterator[Start]:
    started: list[Learner] = []

    def start(*arguments: str, **more: str) -> Learner:
        started.append(Learner(quiz, *arguments, **more))
        return started[-1]

    yield start
    for one in started:
        one.child.close(force=True)


def ask(learner: Start, name: str, **more) -> Learner:
    one = learner("--topic", name if "/" in name else f"lab/everything/{name}", "--seed", "1", **more)
    one.see(READY)
    return one


KEYS = pytest.mark.parametrize("key", ["c", "d"])


@KEYS
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        pytest.param("pick", [], id="single"),
        pytest.param("tick", [], id="multiple"),
        pytest.param("number", [], id="numeric"),
        pytest.param("number", ["what?"], id="asked again"),
        pytest.param("shape", [], id="shape"),
        pytest.param("order", [], id="order"),
        pytest.param("prints", [], id="predict"),
        pytest.param("wrong-line", [], id="bug"),
        pytest.param("explain", [], id="open"),
        pytest.param("explain", ["it stalls"], id="rubric"),
        pytest.param("explain", ["it stalls", "y"], id="rubric, point by point"),
        pytest.param("lab/double", [], id="code"),
    ],
)
def test_leaving_before_an_answer(quiz, learner: Start, name: str, lines: list[str], key: str) -> None:
    one = ask(learner, name)
    for line in lines:
        one.type(line)
    status, said = one.press(key)
    assert status == 0
    assert "Nothing answered." in said
    assert "Traceback" not in said
    assert quiz.history() == []


@KEYS
@pytest.mark.parametrize(
    ("name", "lines", "then"),
    [
        pytest.param("number", ["1/3"], AFTER, id="after an answer"),
        pytest.param("explain", ["it stalls", "all"], READY, id="at a follow-up"),
        pytest.param("explain", ["it stalls", "all", "", ""], AFTER, id="after the follow-ups"),
        pytest.param("explain", ["it stalls", "all", "s"], AFTER, id="after skipping the follow-ups"),
    ],
)
def test_leaving_after_an_answer(
    quiz, learner: Start, name: str, lines: list[str], then: str, key: str
) -> None:
    one = ask(learner, name)
    for line in lines[:-1]:
        one.type(line)
    one.type(lines[-1], then)
    assert len(quiz.history()) == 1, "recorded before anything else is asked"
    status, said = one.press(key)
    assert status == 0
    assert "1 answered: 1 right." in said
    assert "Saved in" in said
    assert len(quiz.history()) == 1


@KEYS
def test_leaving_between_the_lines_of_an_output(quiz, learner: Start, key: str) -> None:
    one = ask(learner, "prints")
    one.type("[1, 2]", "> ")
    assert one.press(key)[0] == 0
    assert quiz.history() == []


@KEYS
def test_leaving_a_code_exercise_after_a_miss(quiz, learner: Start, key: str) -> None:
    quiz.write("# question: lab/double\ndef double(x):\n    return x * x\n")
    one = ask(learner, "lab/double")
    assert "NOT PASSED" in one.type("g")
    status, said = one.press(key)
    assert status == 0
    assert "1 answered: 0 right, 1 missed." in said
    assert [answer["right"] for answer in quiz.history()] == [False]


def test_ctrl_c_while_grading_leaves_the_session(quiz, learner: Start) -> None:
    quiz.write("# question: lab/double\nimport time\ndef double(x):\n    time.sleep(60)\n")
    one = ask(learner, "lab/double")
    one.type("g", "Grading")
    status, said = one.press("c")
    assert status == 0, said
    assert "Traceback" not in said
    assert quiz.history() == []


def test_the_rating_keys_after_an_answer(quiz, learner: Start) -> None:
    one = learner("--topic", "lab", "--count", "2")
    one.see(READY)
    one.type("-", AFTER)
    assert "Not understood" in one.type("7", "> ")
    said = one.type("4")
    assert "Rated easy (your own rating)" in said
    assert "2 of 2" in said, "what is known does not come again"
    one.type("-", AFTER)
    assert "Wanted here" in one.type("?", "> ")
    one.type("q", "answered")
    assert one.end()[0] == 0
    assert [(answer["rating"], answer["overruled"]) for answer in quiz.history()] == [
        ("easy", True),
        ("again", False),
    ]


def test_a_code_exercise_from_starter_to_pass(quiz, learner: Start) -> None:
    one = ask(learner, "lab/double")
    assert "Written: ./double.py" in one.type("w")
    assert "NotImplementedError" in one.type("g")
    assert "Hint 1 of 2" in one.type("h", "array.") + one.type("w")
    quiz.write("# question: lab/double\ndef double(x):\n    return x + x\n")
    assert "PASSED" in one.type("g", AFTER)
    one.child.sendline("")
    status, said = one.end()
    assert status == 0
    assert "1 answered" in said
    assert [(answer["right"], answer["hints"]) for answer in quiz.history()] == [(False, 0), (True, 1)]


@pytest.mark.parametrize("command", [["reset"], ["solution", "lab/double"]])
@pytest.mark.parametrize("word", ["n", "", "nonsense", "\x03", "\x04", "y"])
def test_asking_before_something_is_lost(quiz, learner: Start, command: list[str], word: str) -> None:
    quiz.ask("number", "1/3")
    one = learner(*command)
    one.see("y or n")
    one.see("> ")
    if word == "nonsense":
        assert "n " in one.type(word, "> ")
        word = "n"
    if word in ("\x03", "\x04"):
        one.child.send(word)
    else:
        one.child.sendline(word)
    status, said = one.end()
    assert status == (130 if word == "\x03" else 0)
    assert "Traceback" not in said
    assert len(quiz.history()) == (0 if word == "y" and command == ["reset"] else 1)
    assert ("def double" in said) == (word == "y" and command[0] == "solution")


@pytest.mark.parametrize(
    ("environment", "colored"),
    [
        pytest.param({}, True, id="a terminal"),
        pytest.param({"NO_COLOR": "1"}, False, id="no color"),
        pytest.param({"TERM": "dumb"}, False, id="a dumb terminal"),
    ],
)
def test_color_only_where_it_is_wanted(
    quiz, learner: Start, environment: dict[str, str], colored: bool
) -> None:
    one = ask(learner, "number", **environment)
    one.type("1/3", AFTER)
    assert ("\x1b[1;32m" in one.raw) is colored
    assert "✓ Right" in ANSI.sub("", one.raw), "said in words, too"
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", one.raw) or colored


@pytest.mark.parametrize("name", ["pick", "order", "wrong-line", "explain", "lab/double"])
def test_forty_columns(learner: Start, name: str) -> None:
    from rich.cells import cell_len

    one = ask(learner, name, width=40)
    lines = ANSI.sub("", one.raw).replace("\r", "").splitlines()
    assert max(cell_len(line) for line in lines) == 40, "the rule across the screen"


def test_a_terminal_that_was_told_it_has_no_utf_8(learner: Start) -> None:
    one = ask(learner, "pick", LANG="C")
    said = ANSI.sub("", one.raw)
    assert said.isascii()
    assert "IoU = N_t" in said


def test_bytes_that_are_no_utf_8(quiz, learner: Start) -> None:
    one = ask(learner, "number")
    os.write(one.child.child_fd, b"\xff\xfe\n")
    one.see("Not understood")
    one.see("> ")
    one.type("1/3", AFTER)
    assert len(quiz.history()) == 1


def test_input_from_a_terminal_and_output_to_a_file(quiz, learner: Start) -> None:
    command = " ".join(f"'{word}'" for word in quiz.command("--topic", "lab/everything/number"))
    one = learner(shell=f"{command} > told.txt")
    one.child.sendline("1/3")
    one.child.sendline("")
    status, _ = one.end()
    assert status == 0
    assert "✓ Right" in (quiz.folder / "told.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("inputrc", ["", "TAB: complete\n"])
def test_tab_does_nothing(quiz, learner: Start, inputrc: str) -> None:
    """The answer is a word of the learner's, and no file that happens to lie here."""
    quiz.write("x = 1\n", "zebra_and_more.py")
    rules = quiz.write(inputrc, "inputrc")
    one = ask(learner, "prints", INPUTRC=str(rules))
    for keys in ("zeb", "\t", "\n", "\n"):  # what is pasted at once is taken as it is
        one.child.send(keys)
        time.sleep(0.3)
    assert "zebra_and_more" not in one.see("Enter")
    assert quiz.history()[0]["detail"] in ("zeb", "zeb\n")
