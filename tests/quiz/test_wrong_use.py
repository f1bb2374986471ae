"""What is asked for and cannot be done is refused, and never done in part without a word."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


def refused(found: subprocess.CompletedProcess[str], *words: str) -> None:
    """Status 2, and one line on standard error that has these words."""
    assert found.returncode == 2, found.stdout + found.stderr
    assert (found.stdout, found.stderr.count("\n")) == ("", 1), found.stdout + found.stderr
    for word in words:
        assert word in found.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--topic", "lab", "--topic", "lab/double"], ["--topic", "twice"], id="two topics"),
        pytest.param(["--count=1", "--count=2"], ["--count", "twice"], id="two counts"),
        pytest.param(["grade", "a.py", "--seed", "1", "--seed", "2"], ["--seed", "twice"], id="of a command"),
        pytest.param(["--bank", "a", "hint", "b", "--bank", "c"], ["--bank", "twice"], id="before and after"),
        pytest.param(["--list", "--count", "3"], ["--count", "--list"], id="a count of a list"),
        pytest.param(["--list", "--new", "3"], ["--new", "--list"], id="new ones of a list"),
        pytest.param(["--list", "--minutes", "1"], ["--minutes", "--list"], id="minutes of a list"),
        pytest.param(["--seed", "3", "--list"], ["--seed", "--list"], id="a seed of a list"),
        pytest.param(["--list", "stats"], ["--list", "stats"], id="a list and a command"),
        pytest.param(["--json", "stats"], ["`stats --json`"], id="JSON before a command that has it"),
        pytest.param(
            ["--topic", "lab", "stats"], ["`stats --topic`"], id="a topic before a command that has it"
        ),
        pytest.param(
            ["--topic", "lab", "hint", "pick"], ["--topic", "hint"], id="a topic of a command without"
        ),
        pytest.param(["--count", "3", "stats"], ["--count", "stats"], id="a count of a command"),
    ],
)
def test_nothing_is_silently_ignored(quiz, arguments: list[str], words: list[str]) -> None:
    refused(quiz.run(*arguments), *words)


def test_what_goes_with_every_command_may_stand_in_front(quiz) -> None:
    assert quiz.run("--bank", str(quiz.bank), "--no-record", "hint", "pick").returncode == 0
    assert quiz.run("--list", "--topic", "lab", "--json").returncode == 0
    assert quiz.run("stats", "--json", "--json").returncode == 0


@pytest.mark.parametrize("option", ["--seed", "--count", "--new"])
def test_a_number_that_is_too_large_is_called_so(quiz, option: str) -> None:
    refused(quiz.run(option, "9" * 24), option, "too large", "9223372036854775807")


# --- naming an exercise -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["grade", "watch"])
def test_a_question_may_be_named_as_everywhere_else(quiz, command: str) -> None:
    quiz.write("def double(x):\n    return x + x\n", "mine.py")
    refused(
        quiz.run(command, "mine.py", "--question", "duoble"),
        "no exercise 'duoble'",
        "did you mean lab/double?",
    )


def test_grade_takes_a_bare_name(quiz) -> None:
    quiz.write("def double(x):\n    return x + x\n", "mine.py")
    found = quiz.run("grade", "mine.py", "--question", "double", "--json")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["question"] == "lab/double"


# --- grade-all --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="no file"),
        pytest.param(["--question", "lab/duoble"], id="no such exercise"),
    ],
)
def test_a_refused_run_leaves_no_folder(quiz, arguments: list[str]) -> None:
    (quiz.folder / "empty").mkdir()
    found = quiz.run("grade-all", "empty", "--out", "deep/grades", *arguments)
    assert found.returncode == 2
    assert not (quiz.folder / "deep").exists()


def test_a_folder_of_grades_that_was_there_stays(quiz) -> None:
    (quiz.folder / "empty").mkdir()
    (quiz.folder / "grades").mkdir()
    assert quiz.run("grade-all", "empty").returncode == 2
    assert (quiz.folder / "grades").is_dir()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param([], "The same command goes on from here.", id="as it was"),
        pytest.param(["--fresh"], "The same command without --fresh goes on from here.", id="fresh"),
    ],
)
def test_an_interrupted_run_says_how_to_go_on(quiz, more: list[str], told: str) -> None:
    """Ctrl-C as it is noted, while the first answers are graded."""
    (quiz.folder / "all").mkdir()
    for number in range(3):
        (quiz.folder / "all" / f"{number}.py").write_text(
            "# question: lab/double\ndef double(x):\n    return x + x\n"
        )
    program = (
        "import sys, signal\nfrom kb.quiz.commands import grade_all\nfrom kb.quiz.cli import main\nkept = grade_all._grade\n"
        "def grade(args, screen, campaign, roll, ending):\n"
        "    ending.number = signal.SIGINT\n    return kept(args, screen, campaign, roll, ending)\n"
        "grade_all._grade = grade\nsys.exit(main(sys.argv[1:]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, "grade-all", "all", *more], env=quiz.environment(), cwd=quiz.folder,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert found.returncode == 130, found.stderr
    assert told in found.stderr
