"""The whole program, run as people run it, with answers piped in."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.quiz.arguments import COMMANDS

RIGHT = "# question: lab/double\ndef double(x):\n    return x + x\n"
SQUARED = "# question: lab/double\ndef double(x):\n    return x * x\n"


def one_line(found: subprocess.CompletedProcess[str], *words: str) -> None:
    """Refused with status 2, in one line on standard error that has these words, and nothing on standard output."""
    assert found.returncode == 2, found.stdout + found.stderr
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1, found.stderr
    assert "Traceback" not in found.stderr
    for word in words:
        assert word in found.stderr


# --- a session --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lines", "right", "words"),
    [
        pytest.param("number", ["1/3"], True, ["✓ Right", "0.5 / (1 + 1 − 0.5) = 1/3"], id="numeric"),
        pytest.param("number", ["0.5"], False, ["The answer: 0.3333333", "share of one square"], id="known slip"),
        pytest.param("number", ["maybe", "33.33 %"], True, ["Expected: a number"], id="nonsense, then percent"),
        pytest.param("shape", ["2x3"], False, ["axis 0 is 3, not 2", "Rows are of the first"], id="shape"),
        pytest.param("shape", ["x", "(3, 2)"], True, ["Expected: a shape"], id="nonsense, then a shape"),
        pytest.param("prints", ["[1,2]", "3"], True, ["Right except for spaces"], id="predict, several lines"),
        pytest.param("prints", ["[1, 2]", ""], False, ["✗ Not right"], id="predict, a line missing"),
        pytest.param("wrong-line", ["7", "2"], True, ["1 to 3", "1 def double(x):"], id="bug"),
        pytest.param("wrong-line", ["1"], False, ["line 2: x *= 2"], id="bug, another line"),
        pytest.param("explain", ["it stalls", "ab", "", ""], True, ["2 of 3 points", "DIoU", "equals the IoU"], id="open"),
        pytest.param("explain", ["", "nyn", "s"], False, ["1 of 3 points", "Not made:"], id="open, y and n"),
        pytest.param("explain", ["", "y", "?", "n", "y", "s"], True, ["point 2 of 3"], id="open, one by one"),
        pytest.param("explain", ["", "zz", "all", "s"], True, ["Expected: letters of a-c", "✓ Right"], id="open, all"),
        pytest.param("pick", ["-"], False, ["The answer: ", "The rule is strict."], id="giving up"),
    ],
)  # fmt: skip
def test_kinds(quiz, name: str, lines: list[str], right: bool, words: list[str]) -> None:
    found = quiz.ask(name, *lines)
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""
    for word in words:
        assert word in found.stdout, found.stdout
    (answer,) = quiz.history()
    assert (answer["question"], answer["right"]) == (f"lab/everything/{name}", right)


def letter(text: str, option: str) -> str:
    """The letter under which an option stands on the screen."""
    (found,) = [
        line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[4:].startswith(option)
    ]
    return found


@pytest.mark.parametrize(("name", "good", "bad"), [
    ("pick", ["It keeps the box"], ["It drops the box."]),
    ("tick", ["IoU", "GIoU"], ["Recall"]),
    ("order", ["Sort by score.", "Keep the best.", "Drop what", "Begin again."], ["Begin", "Drop", "Keep", "Sort"]),
])  # fmt: skip
def test_letters_stand_for_what_is_shown(quiz, name: str, good: list[str], bad: list[str]) -> None:
    shown = quiz.ask(name, "q").stdout
    for options, right in ((good, True), (bad, False)):
        line = "".join(letter(shown, option) for option in options)
        assert f"{'✓ Right' if right else '✗ Not right'}" in quiz.ask(name, line, "q").stdout
    assert [answer["right"] for answer in quiz.history()] == [True, False]


def test_a_session_saves_each_answer_and_ends_with_the_pipe(quiz) -> None:
    found = quiz.run("--topic", "lab", "--seed", "1", answers="-\n-\n1/3\n")
    assert found.returncode == 0
    assert found.stderr == ""
    assert "3 answered: 1 right, 2 missed." in found.stdout
    assert f"Saved in {quiz.home / 'progress.db'}" in found.stdout
    assert [answer["right"] for answer in quiz.history()] == [False, False, True]


def test_a_miss_comes_again_at_the_end_and_can_be_mended(quiz) -> None:
    found = quiz.ask("number", "0.5", "1/3", "9")
    assert "2 of 2" in found.stdout
    assert "1 answered: 0 right, 1 right at the second try." in found.stdout
    assert [(answer["right"], answer["tries"]) for answer in quiz.history()] == [(False, 1), (True, 2)]


def test_keys_work_at_a_prompt(quiz) -> None:
    found = quiz.ask("pick", "?", "h", "h", "h", "zz", "", "good", "s")
    for word in (
        "I do not know", "Hint 1 of 2:", "Hint 2 of 2:", "Expected: one letter of a-c", "There is no answer yet",
        "Skipped.", "Nothing answered; 1 skipped.",
    ):  # fmt: skip
        assert word in found.stdout
    assert quiz.history() == []


def test_a_hint_costs_the_good_rating_also_in_a_later_session(quiz) -> None:
    quiz.ask("number", "h", "q")
    assert "Rated hard" in quiz.ask("number", "1/3").stdout


@pytest.mark.parametrize("last", ["easy\n", "easy"])
def test_a_rating_can_be_overruled(quiz, last: str) -> None:
    found = quiz.run("--topic", "lab/everything/pick", answers=f"-\n{last}")
    assert "Rated easy (your own rating)" in found.stdout
    assert "1 answered: 1 right.\n" in found.stdout
    (answer,) = quiz.history()
    assert (answer["rating"], answer["overruled"]) == ("easy", True)


def test_what_is_overruled_is_not_asked_once_more(quiz) -> None:
    found = quiz.run("--topic", "lab", "--count", "2", answers="-\neasy\n-\ngood\n?\n")
    assert "3 of 3  lab/everything/tick" in found.stdout, "the second miss came again, the first did not"
    assert "Wanted here" not in found.stdout, "nothing was asked any more"
    assert [answer["rating"] for answer in quiz.history()] == ["easy", "good"]


def test_a_drawn_question_can_be_overruled(quiz) -> None:
    answers = "-\nagain\n" + "q\n"
    found = quiz.run("--topic", "lab/everything/drawn", "--seed", "1", answers="0\neasy\n")
    assert "Rated easy (your own rating)" in found.stdout
    assert quiz.history()[0]["overruled"] is True
    found = quiz.run("--topic", "lab/everything/drawn", "--seed", "4", answers=answers)
    assert found.stdout.count("How many values has an array of") == 2
    assert "{{" not in found.stdout


def test_the_summary_says_when_the_next_one_is_due(quiz) -> None:
    assert "The next one is due in 10 minutes." in quiz.ask("pick", "-").stdout


def test_due_questions_come_first_then_new_ones_up_to_the_limit(quiz) -> None:
    quiz.ask("explain", "", "none", "s", "q")
    with sqlite3.connect(quiz.home / "progress.db") as database:  # ten minutes and more pass
        database.execute("DROP TRIGGER no_update")
        database.execute("UPDATE answers SET at = '2026-01-01T00:00:00+00:00'")
    found = quiz.run("--topic", "lab", "--new", "1", answers="q\n")
    assert "2 questions: 1 due, 1 new." in found.stdout
    assert "1 of 2  lab/everything/explain" in found.stdout
    assert "due" in found.stdout


def test_enough_for_today(quiz) -> None:
    quiz.ask("pick", "-")
    found = quiz.run("--topic", "lab", "--new", "1", answers="a\n")
    assert found.returncode == 0
    for word in ("Nothing is due now.", "9 new ones wait", "--new", "in 10 minutes"):
        assert word in found.stdout


def test_limits_of_a_session(quiz) -> None:
    assert "2 questions: 2 new." in quiz.run("--topic", "lab", "--count", "2", answers="q\n").stdout
    none = quiz.run("--topic", "lab", "--minutes", "1e-9", answers="a\n")
    assert "Nothing answered" in none.stdout


def test_the_same_seed_shuffles_the_same_way(quiz) -> None:
    shown = {
        quiz.run("--topic", "lab/everything/order", "--seed", "5", answers="q\n").stdout for _ in range(2)
    }
    assert len(shown) == 1


def test_a_program_at_the_other_end_may_wait_for_the_question(quiz) -> None:
    with subprocess.Popen(
        quiz.command("--topic", "lab/everything/number"), cwd=quiz.folder, env=quiz.environment(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdin is not None
        for line in child.stdout:
            if "? for help" in line:
                break
        child.stdin.write("1/3\n")
        child.stdin.flush()
        said = child.stdout.read()  # ends although the pipe is still open
        assert child.wait(60) == 0
    assert "✓ Right" in said


# --- nobody there -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["--topic", "lab"]])
def test_without_input_the_list_and_how_to_begin(quiz, arguments: list[str]) -> None:
    found = quiz.run(*arguments)
    assert found.returncode == 0, found.stderr
    assert "lab/everything" in found.stdout
    assert "python -m kb.quiz --topic" in found.stdout
    assert not (quiz.home / "progress.db").exists()


def test_closed_input_is_like_none(quiz) -> None:
    command = " ".join(f"'{word}'" for word in quiz.command("--topic", "lab"))
    found = subprocess.run(
        ["sh", "-c", f"{command} <&-"],
        cwd=quiz.folder,
        env=quiz.environment(),
        capture_output=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert b"Begin at a terminal" in found.stdout


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_as_json(quiz) -> None:
    quiz.ask("number", "1/3")
    found = quiz.run("--list", "--topic", "lab", "--json")
    assert found.returncode == 0
    listed = json.loads(found.stdout)
    assert listed["schema"] == 1
    assert listed["topic"] == "lab"
    assert listed["counts"] == {"all": 10, "new": 9, "due": 0, "later": 1}
    entries = {entry["id"]: entry for entry in listed["questions"]}
    number, code = entries["lab/everything/number"], entries["lab/double"]
    assert (number["standing"], number["answers"], number["right"]) == ("later", 1, 1)
    assert number["due"] > number["last"]
    assert (code["kind"], code["title"], code["standing"], code["due"]) == (
        "code",
        "Double an array",
        "new",
        None,
    )
    assert entries["lab/everything/pick"]["title"] == "What does greedy NMS do at IoU = Nₜ?"


@pytest.mark.parametrize("columns", ["40", "100", "140"])
def test_no_line_of_the_list_is_too_long(quiz, columns: str) -> None:
    found = quiz.run("--list", "--topic", "lab", COLUMNS=columns)
    assert all(len(line) <= int(columns) for line in found.stdout.splitlines())
    for name in ("pick", "wrong-line", "lab/double"):
        assert name in found.stdout
    assert ("one choice" in found.stdout or "single" in found.stdout) == (columns != "40")


def test_a_tag_is_a_topic(quiz) -> None:
    assert "1 question: 1 new." in quiz.run("--list", "--topic", "thresholds").stdout


def test_the_list_imports_nothing_heavy(quiz) -> None:
    quiz.ask("number", "1/3")
    program = (
        "import sys; sys.argv = ['quiz', '--list']\n"
        "from kb.quiz.cli import main\n"
        "status = main()\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
        "sys.exit(status)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], env=quiz.environment(), capture_output=True, text=True, check=True
    )
    loaded = set(eval(found.stderr))
    assert {"kb", "rich", "yaml", "sqlite3"} <= loaded
    assert not loaded & {
        "numpy",
        "torch",
        "pytest",
        "_pytest",
        "pygments",
        "markdown_it",
        "hypothesis",
    }


# --- commands ---------------------------------------------------------------------------------------------


def test_new_writes_the_starter_and_never_over_it(quiz) -> None:
    assert quiz.run("new", "lab/double").returncode == 0
    file = quiz.folder / "double.py"
    assert file.read_text() == (quiz.bank / "lab" / "double" / "starter.py").read_text()
    file.write_text("mine")
    one_line(quiz.run("new", "double"), "double.py", "--force")
    assert file.read_text() == "mine"
    assert quiz.run("new", "lab/double", "--force").returncode == 0
    assert file.read_text() != "mine"


def test_new_in_a_folder_that_cannot_be_written(quiz) -> None:
    (quiz.folder / "double.py").mkdir()
    one_line(quiz.run("new", "lab/double"), "double.py")


def test_grade_passes_and_is_recorded(quiz) -> None:
    quiz.run("new", "lab/double")
    found = quiz.run("grade", str(quiz.write(RIGHT)))
    assert found.returncode == 0, found.stdout + found.stderr
    assert "PASSED" in found.stdout
    (answer,) = quiz.history()
    assert (answer["right"], answer["rating"]) == (True, "easy"), (
        "fast, since the starter was written just now"
    )
    assert 0 < answer["seconds"] < 60


def test_grade_fails_and_names_the_mistake(quiz) -> None:
    found = quiz.run("grade", str(quiz.write(SQUARED)))
    assert found.returncode == 1
    assert "NOT PASSED" in found.stdout
    assert "The input is squared" in found.stdout
    (answer,) = quiz.history()
    assert (answer["right"], answer["rating"]) == (False, "again")
    assert "squared" in answer["detail"]["mistake"]


def test_grade_after_a_miss_a_hint_and_the_solution(quiz) -> None:
    quiz.run("grade", str(quiz.write(SQUARED)))
    quiz.run("hint", "lab/double")
    quiz.run("solution", "lab/double")
    assert quiz.run("grade", str(quiz.write(RIGHT))).returncode == 0
    last = quiz.history()[-1]
    assert (last["tries"], last["hints"], last["rating"]) == (2, 2, "hard")


@pytest.mark.parametrize(("source", "status"), [(RIGHT, 0), (SQUARED, 1), ("def f(:", 2)])
def test_grade_json_is_one_object_and_nothing_else(quiz, source: str, status: int) -> None:
    found = quiz.run("grade", str(quiz.write(source, "answer.py")), "--json", "--seed", "7")
    told = json.loads(found.stdout)
    assert found.returncode == status
    assert {"schema", "question", "outcome", "tests", "mistake", "device", "sandbox", "seed"} <= set(told)
    assert told["seed"] == 7
    assert (told["outcome"] == "passed") == (status == 0)


def test_grade_writes_junit_and_keeps_its_status(quiz) -> None:
    found = quiz.run("grade", str(quiz.write(SQUARED)), "--junitxml", "report.xml")
    assert found.returncode == 1
    assert 'failures="1"' in (quiz.folder / "report.xml").read_text()


def test_grade_without_record(quiz) -> None:
    assert quiz.run("grade", str(quiz.write(RIGHT)), "--no-record").returncode == 0
    assert not (quiz.home / "progress.db").exists()


def test_the_grader_failing_is_status_3_and_never_recorded(quiz, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(quiz.bank, broken)
    (broken / "lab" / "double" / "test_double.py").write_text("import nowhere_to_be_found\n")
    found = quiz.run("grade", str(quiz.write(RIGHT)), "--bank", str(broken))
    assert found.returncode == 3
    assert "does not count against you" in found.stderr
    assert quiz.history() == []


def test_a_case_that_fails_by_itself_does_not_count(quiz, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(quiz.bank, broken)
    (broken / "lab" / "double" / "test_double.py").write_text(
        "def test_values(solution):\n    solution.missing\n"
    )
    found = quiz.run("grade", str(quiz.write(RIGHT)), "--bank", str(broken), "--json")
    assert found.returncode == 3
    assert json.loads(found.stdout)["outcome"] == "grader error"
    assert quiz.history() == []


def test_hints_come_one_after_the_other_across_invocations(quiz) -> None:
    said = [quiz.run("hint", "pick").stdout for _ in range(3)]
    assert [
        "hint 1 of 2" in said[0],
        "hint 2 of 2" in said[1],
        "hint 2 of 2, the last one again" in said[2],
    ] == [True] * 3
    assert "Read the rule aloud." in said[0]
    assert "has no hints" in quiz.run("hint", "tick").stdout


def test_the_solution_is_for_those_who_tried(quiz) -> None:
    one_line(quiz.run("solution", "lab/double"), "never tried", "--yes")
    found = quiz.run("solution", "lab/double", "--yes")
    assert found.returncode == 0
    assert "return x + x" in found.stdout
    quiz.ask("order", "-")
    found = quiz.run("solution", "lab/everything/order")
    assert found.returncode == 0
    assert "Each kept box is compared" in found.stdout


def test_stats(quiz) -> None:
    assert "Nothing answered yet" in quiz.run("stats", "--topic", "lab").stdout
    quiz.ask("number", "1/3")
    quiz.ask("pick", "-", "q")
    found = quiz.run("stats", "--topic", "lab", COLUMNS="40")
    assert "2/10" in found.stdout
    assert "50%" in found.stdout
    told = json.loads(quiz.run("stats", "--topic", "lab", "--json").stdout)
    (topic,) = told["topics"]
    assert (topic["answered"], topic["questions"], topic["right"], told["answers"]) == (2, 10, 1, 2)


def test_reset_asks_and_resets_what_was_named(quiz) -> None:
    quiz.ask("number", "1/3")
    quiz.ask("pick", "-", "q")
    one_line(quiz.run("reset"), "2 answers to everything", "--yes")
    assert quiz.run("reset", "lab/everything/pick", "--yes").returncode == 0
    assert [answer["question"] for answer in quiz.history()] == ["lab/everything/number"]
    assert quiz.run("reset", "lab", "--yes").returncode == 0
    assert quiz.history() == []
    assert "Nothing to reset" in quiz.run("reset", "--yes").stdout


def test_export_is_the_history(quiz) -> None:
    quiz.ask("number", "1/3")
    told = json.loads(quiz.run("export").stdout)
    assert told == {"schema": 1, "answers": quiz.history()}


def test_doctor(quiz) -> None:
    found = quiz.run("doctor")
    assert found.returncode == 0, found.stdout
    for word in ("python", "numpy", str(quiz.bank), "progress.db", "sandbox", "self-test"):
        assert word in found.stdout
    (quiz.home / "progress.db").write_bytes(b"garbage" * 100)
    found = quiz.run("doctor")
    assert found.returncode == 1
    assert "1 to fix" in found.stdout


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(quiz, command: str) -> None:
    found = quiz.run(*([command] if command else []), "--help", COLUMNS="80")
    assert found.returncode == 0
    assert "usage: python -m kb.quiz" in found.stdout


# --- bad input --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--topic", "lb"], ["lab"], id="topic"),
        pytest.param(["--list", "--topic", "nothing-like-it"], ["no topic"], id="topic of a list"),
        pytest.param(["--topic", "lab/everything/pikc"], ["lab/everything/pick"], id="question"),
        pytest.param(["hint", "pikc"], ["lab/everything/pick"], id="question by its last part"),
        pytest.param(
            ["hint", "lab"], ["10 questions", "one was expected"], id="a topic where a question is wanted"
        ),
        pytest.param(["hint", "no/such/question"], ["no question"], id="no question at all"),
        pytest.param(["new", "duoble"], ["lab/double"], id="exercise"),
        pytest.param(["new", "pick"], ["no exercise"], id="a question where an exercise is wanted"),
        pytest.param(["solution", ""], ["no question"], id="an empty name"),
        pytest.param(["--topic", ""], ["no topic"], id="an empty topic"),
        pytest.param(["gade", "x.py"], ["unknown command 'gade'", "'grade'"], id="command"),
        pytest.param(["--topik", "lab"], ["--topik", "'--topic'"], id="option"),
        pytest.param(
            ["grade", "x.py", "--devise", "cpu"], ["--devise", "'--device'"], id="option of a command"
        ),
        pytest.param(["grade", "x.py", "--device", "tpu"], ["tpu", "cuda"], id="device"),
        pytest.param(["grade"], ["FILE"], id="no file"),
        pytest.param(["grade", "a.py", "b.py"], ["one argument too many: 'b.py'"], id="two files"),
        pytest.param(["--count", "0"], ["--count", "1 or more"], id="zero questions"),
        pytest.param(["--count", "-5"], ["--count", "'-5'"], id="a negative number"),
        pytest.param(["--new", "many"], ["--new", "'many'"], id="a word for a number"),
        pytest.param(["--minutes", "-1"], ["--minutes"], id="negative minutes"),
        pytest.param(["--minutes", "nan"], ["--minutes"], id="minutes that are no number"),
        pytest.param(["--seed", "1.5"], ["--seed"], id="a broken seed"),
        pytest.param(["--json"], ["--list"], id="JSON of what"),
        pytest.param(["reset", "lab", "nope", "--yes"], ["no topic"], id="reset of something unknown"),
        pytest.param(["grade", "missing.py"], ["missing.py", "does not exist"], id="a missing file"),
        pytest.param(["grade", "."], ["folder"], id="a folder"),
    ],
)
def test_wrong_use_is_one_line(quiz, arguments: list[str], words: list[str]) -> None:
    one_line(quiz.run(*arguments, answers="a\n"), *words)


def test_a_bank_with_errors_lists_them_all(quiz, tmp_path: Path) -> None:
    bank = tmp_path / "slips"
    (bank / "slip").mkdir(parents=True)
    (bank / "slip" / "page.yaml").write_text("questions:\n  - id: a\n    kind: singel\n  - kind: single\n")
    found = quiz.run("--list", "--bank", str(bank))
    assert found.returncode == 2
    assert found.stdout == ""
    assert "page.yaml:3:11" in found.stderr
    assert found.stderr.splitlines()[0].startswith("kb.quiz: the bank has ")
    assert int(found.stderr.split("the bank has ")[1].split()[0]) == len(found.stderr.splitlines()) - 1 > 1
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("bank", ["missing", "empty"])
def test_no_bank_there(quiz, tmp_path: Path, bank: str) -> None:
    (tmp_path / "empty").mkdir()
    found = quiz.run("--list", "--bank", str(tmp_path / bank))
    assert found.returncode == 2
    assert str(tmp_path / bank) in found.stderr
    assert "Traceback" not in found.stderr


def spoil(home: Path, how: str) -> None:
    path = home / "progress.db"
    if how == "damaged":
        path.write_bytes(b"this is no database" * 50)
    elif how == "a folder":
        path.mkdir()
    elif how == "newer":
        from datetime import UTC, datetime

        from kb.progress import Answered, Rating, Store

        with Store.open(path) as store:
            store.record(
                Answered(
                    question="a/b/c", rev=1, at=datetime.now(UTC), right=True, score=1, rating=Rating.GOOD
                )
            )
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 999")
    else:
        home.rmdir()
        home.write_text("a file where the folder should be")


BROKEN = pytest.mark.parametrize("how", ["damaged", "a folder", "newer", "not a folder"])


@BROKEN
def test_a_history_that_cannot_be_used_stops_a_session(quiz, how: str) -> None:
    spoil(quiz.home, how)
    for arguments in (
        ["--topic", "lab"],
        ["--list"],
        ["stats"],
        ["export"],
        ["reset", "--yes"],
        ["hint", "pick"],
    ):
        one_line(quiz.run(*arguments, answers="a\n"), "--no-record" if arguments[0] != "export" else "home")


@BROKEN
def test_without_recording_a_session_goes_on(quiz, how: str) -> None:
    spoil(quiz.home, how)
    found = quiz.run("--topic", "lab/everything/number", "--no-record", answers="1/3\n")
    assert found.returncode == 0
    assert "nothing will be saved" in found.stderr
    assert found.stderr.count("\n") == 1
    assert "✓ Right" in found.stdout
    assert "Not saved (--no-record)." in found.stdout
    assert quiz.run("--list", "--topic", "lab", "--no-record").returncode == 0


@BROKEN
def test_a_verdict_stands_where_it_cannot_be_saved(quiz, how: str) -> None:
    spoil(quiz.home, how)
    for source, status in ((RIGHT, 0), (SQUARED, 1)):
        found = quiz.run("grade", str(quiz.write(source)), "--json")
        assert found.returncode == status
        assert (json.loads(found.stdout)["outcome"] == "passed") == (status == 0)
        assert "the verdict stands" in found.stderr
        assert found.stderr.count("\n") == 1
    assert quiz.run("new", "lab/double", "--force").returncode == 0, "a starter needs no history"


AS_SOMEBODY = """
import os, sys
from kb.quiz.cli import main
import fsrs, json, math_core, random, shutil, sqlite3, tempfile, xml.etree.ElementTree, kb.quiz.screen.keyboard, kb.quiz.commands.play
home = os.environ.pop("KB_HOME")
os.environ["KB_HOME"] = home + "-warm"  # everything is imported before rights are given up
main(["--topic", "lab/everything/number", "--list"])
main(["stats"])
os.environ["KB_HOME"] = home
if os.getuid() == 0:  # nothing is forbidden to root
    os.setuid(65534)
sys.stdout.write("=====\\n")
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def public(quiz) -> Iterator[object]:
    """The program with a bank and a home that another user can reach; pytest's own folders are private."""
    folder = Path(tempfile.mkdtemp(prefix="kb-quiz-"))
    folder.chmod(0o755)
    shutil.copytree(quiz.bank, folder / "bank")
    (folder / "bank").chmod(0o755)
    (folder / "home").mkdir()
    yield type(quiz)(folder / "bank", folder / "home", folder)
    (folder / "home").chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of another kind")
@pytest.mark.parametrize("before", ["nothing", "a history"])
def test_a_read_only_home(public, before: str) -> None:
    if before == "a history":
        public.ask("number", "1/3")
        (public.home / "progress.db").chmod(0o444)
    public.home.chmod(0o555)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", AS_SOMEBODY, *arguments], env=public.environment(), cwd=public.folder,
            input="q\n1/3\n", capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    found = run("--topic", "lab")
    assert found.returncode == 2, found.stderr
    assert found.stdout.endswith("=====\n"), "nothing is asked that could not be saved"
    assert found.stderr.count("\n") == 1
    assert "read-only" in found.stderr
    assert "--no-record" in found.stderr
    found = run("--list", "--topic", "lab")
    assert found.returncode == 0, "looking needs no writing"
    assert ("1 later" in found.stdout.partition("=====")[2]) == (before == "a history")


def test_a_disk_that_fills_up_ends_the_session_with_what_is_saved(quiz) -> None:
    program = (
        "import sys\nfrom kb.progress import Store\nfrom kb.progress.model import errors\nfrom kb.quiz.cli import main\nkept = Store.record\n"
        "def record(store, answered):\n"
        "    if not answered.right:\n        raise errors.full(store.path)\n    kept(store, answered)\n"
        "Store.record = record\nsys.exit(main(sys.argv[1:]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, "--topic", "lab", "--count", "3", "--new", "9"], env=quiz.environment(),
        cwd=quiz.folder, input="s\ns\n1/3\n", capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert found.returncode == 0
    found = subprocess.run(
        [sys.executable, "-c", program, "--topic", "lab/everything/pick"], env=quiz.environment(),
        cwd=quiz.folder, input="-\n", capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "the disk is full" in found.stderr
    assert "The comparison is part of the contract." in found.stdout, "the answer is judged all the same"
    assert "Nothing answered" in found.stdout, "what was not saved is not counted"
    assert [answer["question"] for answer in quiz.history()] == ["lab/everything/number"]


# --- terminals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"PYTHONIOENCODING": "ascii"}, id="ASCII"),
        pytest.param(
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="the C locale as it is"
        ),
        pytest.param({"LANG": "C"}, id="the C locale, coerced"),
    ],
)
def test_without_utf_8(quiz, environment: dict[str, str]) -> None:
    answers = "交\nit stalls\nb\n\n\n"
    found = quiz.run("--topic", "lab/everything/explain", answers=answers, **environment)
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""
    gloss = " (广义交并比)" if environment == {"LANG": "C"} else ""
    assert f"GIoU{gloss} has the hull" in found.stdout, (
        "a term that cannot be shown is left out with its brackets"
    )
    assert found.stdout.replace("广义交并比", "").replace("交", "").isascii()
    listed = quiz.run("--list", "--topic", "lab", **environment)
    assert listed.stdout.isascii()
    assert "IoU = N_t" in listed.stdout


def test_latin_1_shows_what_it_can(quiz) -> None:
    found = subprocess.run(
        quiz.command("--list", "--topic", "lab"), env=quiz.environment(PYTHONIOENCODING="latin-1"),
        stdin=subprocess.DEVNULL, capture_output=True, check=True,
    )  # fmt: skip
    assert "IoU = N_t" in found.stdout.decode("latin-1")


def test_input_that_is_not_utf_8(quiz) -> None:
    found = quiz.run("--topic", "lab/everything/pick", answers=b"\xff\xfe\x00\x1b[31m\n-\n")
    assert found.returncode == 0
    assert "\x1b" not in found.stdout, "what was typed is not sent to the terminal as a command"
    assert "Expected: one letter" in found.stdout


def test_a_pipe_gets_no_colors_and_no_trailing_spaces(quiz) -> None:
    found = quiz.ask("explain", "", "all", "s")
    assert "\x1b" not in found.stdout
    assert not [line for line in found.stdout.splitlines() if line != line.rstrip() and line != "> "]


@pytest.mark.parametrize("columns", ["20", "40", "80"])
def test_a_session_fits_its_width(quiz, columns: str) -> None:
    from rich.cells import cell_len

    answers = "-\n" * 9 + "s\n" + "-\n" * 12
    found = quiz.run("--topic", "lab", "--count", "9", "--seed", "2", answers=answers, COLUMNS=columns)
    assert found.returncode == 0, found.stderr
    long = [line for line in found.stdout.splitlines() if cell_len(line) > int(columns)]
    assert not [line for line in long if "progress.db" not in line and "/" not in line]


@pytest.mark.parametrize("arguments", [["--list"], ["--list", "--json"], ["stats"], ["doctor"], ["--help"]])
def test_a_reader_that_leaves_is_no_error(quiz, arguments: list[str]) -> None:
    command = " ".join(f"'{word}'" for word in quiz.command(*arguments))
    script = f"( {command}; echo status $? >&2 ) | true"
    found = subprocess.run(
        ["sh", "-c", script], cwd=quiz.folder, env=quiz.environment(), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert found.stderr == "status 0\n"


def test_the_verdict_is_the_status_even_where_nobody_reads(quiz) -> None:
    quiz.write(SQUARED)
    command = " ".join(f"'{word}'" for word in quiz.command("grade", "double.py"))
    found = subprocess.run(
        ["sh", "-c", f"( {command}; echo status $? >&2 ) | true"], cwd=quiz.folder, env=quiz.environment(),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stderr == "status 1\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_cannot_be_written_is_one_line(quiz) -> None:
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            quiz.command("--list"), env=quiz.environment(), stdin=subprocess.DEVNULL, stdout=full,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "No space left" in found.stderr


def test_code_in_a_pipe(quiz) -> None:
    found = quiz.run("--topic", "lab/double", answers="g\nw\nw\ng\nx\nh\n-\ns\n")
    assert found.returncode == 0, found.stderr
    for word in (
        "does not exist", "Written: ./double.py", "exists and was kept", "NOT PASSED", "Expected: w to write", "Hint 1 of 2",
        "python -m kb.quiz solution lab/double", "Left for another day", "1 answered: 0 right, 1 missed.",
    ):  # fmt: skip
        assert word in found.stdout, word
    quiz.write(RIGHT)
    found = quiz.run("--topic", "lab/double", answers="g\n")
    assert "PASSED" in found.stdout
    assert "Rated hard" in found.stdout
    assert [answer["right"] for answer in quiz.history()] == [False, True]


FULL_HOME = """
mount -t tmpfs -o size=300k tmpfs "$KB_HOME" && shift 0
"$@" --topic lab/everything/number < answers > first 2>&1
dd if=/dev/zero of="$KB_HOME/filler" bs=1k 2>/dev/null
"$@" doctor; status=$?
exit $status
"""


@pytest.mark.parametrize("before", ["nothing", "a history"])
def test_doctor_sees_that_the_history_cannot_be_written(quiz, before: str) -> None:
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no user and mount namespaces here")
    (quiz.folder / "answers").write_text("1/3\n" if before == "a history" else "q\n")
    found = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", FULL_HOME, "sh", *quiz.command()], env=quiz.environment(), cwd=quiz.folder,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ("1 answered" in (quiz.folder / "first").read_text()) == (before == "a history")
    assert found.returncode == 1, found.stdout + found.stderr
    assert "the disk is full" in " ".join(found.stdout.split())
