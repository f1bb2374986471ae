"""``grade-all`` as a program: grades for everything, whatever happens meanwhile."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from .conftest import RIGHT, SQUARED, Program

SLOW = RIGHT + "import time\ntime.sleep(0.3)\n"


def fill(quiz: Program, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = quiz.folder / "in" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return quiz.folder / "in"


def ledger(quiz: Program, out: str = "grades") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (quiz.folder / out / "verdicts.jsonl").read_text().splitlines()]


def outcomes(quiz: Program) -> dict[str, str]:
    found = ledger(quiz)
    assert len({record["file"] for record in found}) == len(found)
    return {record["file"]: record["outcome"] for record in found}


def grade_all(quiz: Program, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return quiz.run("grade-all", "in", "--workers", "1", *more, **environment)


def test_a_folder_is_graded(quiz: Program) -> None:
    fill(quiz, {"ada/double.py": RIGHT, "bob/final.py": SQUARED, "bob/notes.txt": "x"})
    done = grade_all(quiz)
    assert done.returncode == 1, done.stderr
    assert outcomes(quiz) == {"ada/double.py": "passed", "bob/final.py": "wrong value"}
    assert ledger(quiz)[1]["mistake"]["id"] == "squared"
    assert done.stderr == "Grading 2 answers with 1 process of this machine.\n"
    assert "lab/double" in done.stdout and "50%" in done.stdout
    assert "1 lab/double: The input is squared (lab/everything#common-mistakes)" in done.stdout
    with (quiz.folder / "grades" / "verdicts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student folder"], row["outcome"]) for row in rows] == [
        ("ada", "passed"),
        ("bob", "wrong value"),
    ]
    assert "The input is squared" in (quiz.folder / "grades" / "summary.md").read_text()
    assert not (quiz.home / "progress.db").exists()  # it is not the lecturer who answered


def test_all_passed(quiz: Program) -> None:
    fill(quiz, {"ada/double.py": RIGHT})
    assert grade_all(quiz).returncode == 0


def test_all_inputs_are_the_same_and_the_seed_is_told(quiz: Program) -> None:
    fill(quiz, {f"{name}/double.py": RIGHT for name in ("ada", "bob", "eve")})
    grade_all(quiz)
    (seed,) = {record["seed"] for record in ledger(quiz)}
    assert f"seed {seed}" in (quiz.folder / "grades" / "summary.md").read_text()
    grade_all(quiz, "--seed", "7")
    assert {record["seed"] for record in ledger(quiz)} == {7}


def test_json_is_the_contract_and_nothing_else(quiz: Program) -> None:
    fill(quiz, {"ada/double.py": RIGHT, "bob/double.py": SQUARED, "eve/double.py": ""})
    first = grade_all(quiz, "--json")
    records = [json.loads(line) for line in first.stdout.splitlines()]
    assert sorted(records, key=lambda record: record["file"]) == ledger(quiz)
    alone = json.loads(quiz.run("grade", "in/ada/double.py", "--json", "--no-record").stdout)
    for record in records:
        assert list(alone) == list(record)[: len(alone)]
        assert {"file"} <= set(record)
    wrong = next(record for record in records if record["file"] == "eve/double.py")
    assert (wrong["outcome"], wrong["message"], wrong["tests"]) == ("wrong use", "it is empty", [])
    second = grade_all(quiz, "--json")
    assert "2 of 2 are graded already" in second.stderr
    again = [json.loads(line) for line in second.stdout.splitlines()]
    assert sorted(again, key=lambda record: record["file"]) == ledger(quiz)


def test_every_problem_is_one_line_and_a_record(quiz: Program) -> None:
    folder = fill(quiz, {"ada/double.py": RIGHT, "bob/x.py": "x = 1", "eve/a.py": RIGHT, "eve/b.py": RIGHT})
    fill(quiz, {"zoe/y.py": "# question: lab/doubel\n", ".git/x.py": RIGHT})
    os.mkfifo(folder / "pipe.py")
    (folder / "ada" / "loop").symlink_to(folder)
    with open(os.fsencode(folder) + b"/new\nline\xff\x1b[31m.py", "wb") as file:
        file.write(b"\0")
    done = grade_all(quiz)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 8
    told = {
        "ada/loop/": "a link to a folder that it lies in, which never ends; not followed",
        "bob/x.py": "it does not say which exercise it answers; begin it with `# question: detection/nms`, "
        "name it nms.py, or give --question ID for all files",
        "pipe.py": "it is a pipe, not a file",
        r"new\nline\xff\x1b[31m.py": "it is a binary file; an answer is Python text",
        "zoe/y.py": "there is no exercise lab/doubel; did you mean lab/double?",
    }
    assert {f"{file}: {why}" for file, why in told.items()} <= set(lines)
    assert "eve/ has 2 answers to lab/double; all of them are graded" in lines
    assert "1 hidden file or folder of tools was left out" in lines
    passed = dict.fromkeys(["ada/double.py", "eve/a.py", "eve/b.py"], "passed")
    assert outcomes(quiz) == dict.fromkeys(told, "wrong use") | passed
    assert {r["file"]: r["message"] for r in ledger(quiz) if r["outcome"] == "wrong use"} == told
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["nothing"], "nothing does not exist"),
        (["in/ada/double.py"], "is not a folder; `grade` grades one file"),
        (["empty"], "empty has no Python files"),
        (["in", "--question", "lab/nothing"], "no exercise 'lab/nothing'"),
        (["in", "--out", "in/ada/double.py"], "in/ada/double.py"),
        (["in", "--workers", "0"], "--workers"),
        (["in", "--workers", "1", "--scheduler", "tcp://127.0.0.1:9"], "--workers is about this machine"),
        (["bad"], "bad has no answer that can be graded"),
    ],
)
def test_wrong_use(quiz: Program, arguments: list[str], text: str) -> None:
    fill(quiz, {"ada/double.py": RIGHT})
    (quiz.folder / "empty").mkdir()
    (quiz.folder / "bad").mkdir()
    (quiz.folder / "bad" / "x.py").write_text("")
    done = quiz.run("grade-all", *arguments)
    assert done.returncode == 2, done.stdout
    assert text in done.stderr and "Traceback" not in done.stderr


def test_what_is_graded_is_not_graded_again(quiz: Program) -> None:
    fill(quiz, {"ada/double.py": RIGHT, "bob/double.py": RIGHT})
    grade_all(quiz)
    first = ledger(quiz)
    fill(quiz, {"bob/double.py": SQUARED, "eve/double.py": RIGHT})
    done = grade_all(quiz)
    assert "1 of 3 are graded already." in done.stderr
    assert ledger(quiz)[0] == first[0]  # with its milliseconds
    assert outcomes(quiz) == {
        "ada/double.py": "passed",
        "bob/double.py": "wrong value",
        "eve/double.py": "passed",
    }
    (quiz.folder / "in" / "eve" / "double.py").unlink()
    grade_all(quiz)
    assert list(outcomes(quiz)) == ["ada/double.py", "bob/double.py"]
    assert "Grading 2 answers" in grade_all(quiz, "--fresh").stderr
    assert ledger(quiz)[0] != first[0]


def until(true: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def start(quiz: Program, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        quiz.command("grade-all", "in", "--workers", "2", *more),
        cwd=quiz.folder, env=quiz.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def saved(quiz: Program) -> int:
    path = quiz.folder / "grades" / "verdicts.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_a_killed_run_goes_on_where_it_was(quiz: Program) -> None:
    fill(quiz, {f"s{number:02}/double.py": SLOW for number in range(12)})
    with start(quiz) as process:
        until(lambda: saved(quiz) >= 3)
        process.kill()
    before = (quiz.folder / "grades" / "verdicts.jsonl").read_bytes()
    whole = [json.loads(line) for line in before.splitlines(keepends=True) if line.endswith(b"\n")]
    assert 3 <= len(whole) < 12
    with (quiz.folder / "grades" / "verdicts.jsonl").open("ab") as file:
        file.write(before[:40])  # what a kill in the middle of a line leaves
    done = grade_all(quiz)
    assert done.returncode == 0, done.stderr
    assert f"{len(whole)} of 12 are graded already." in done.stderr
    assert set(outcomes(quiz).values()) == {"passed"} and len(outcomes(quiz)) == 12
    assert [record for record in ledger(quiz) if record in whole] == sorted(
        whole, key=lambda record: record["file"]
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_saves_and_says_how_to_go_on(quiz: Program, number: signal.Signals) -> None:
    fill(quiz, {f"s{number:02}/double.py": SLOW for number in range(12)})
    with start(quiz) as process:
        until(lambda: saved(quiz) >= 2)
        process.send_signal(number)
        out, err = process.communicate(timeout=180)
    assert process.returncode == (130 if number == signal.SIGINT else -signal.SIGTERM)
    assert err.endswith("Interrupted. The same command goes on from here.\n")
    assert "Traceback" not in err
    count = saved(quiz)
    assert 2 <= count < 12
    assert f"{count} of {count} answers passed" in out
    assert len((quiz.folder / "grades" / "verdicts.csv").read_text().splitlines()) == count + 1
    assert f"{count} of 12 are graded already." in grade_all(quiz).stderr
    assert len(outcomes(quiz)) == 12


def test_two_runs_do_not_write_to_one_folder(quiz: Program) -> None:
    # The first run has to go on for as long as it takes to start the second one, on a busy machine, too.
    waits = RIGHT + "import time\ntime.sleep(4)\n"
    fill(quiz, {f"s{number:02}/double.py": waits if number else RIGHT for number in range(5)})
    with start(quiz) as process:
        until(lambda: saved(quiz) >= 1)
        second = grade_all(quiz)
        other = quiz.run("grade-all", "in", "--out", "other", "--workers", "1")
        process.communicate(timeout=180)
    assert second.returncode == 2
    assert f"grades is being written by process {process.pid}" in second.stderr
    assert process.returncode == other.returncode == 0
    assert len(outcomes(quiz)) == 5


FULL = """
mount -t tmpfs -o size=64k tmpfs "$1" && cd "$2" && shift 2
"$@" --out "$OUT"; status=$?
cat "$OUT/verdicts.jsonl" > saved; ls -A "$OUT" > listed
rm "$OUT/filler"
"$@" --out "$OUT" > second 2>&1; echo $? >> second
cat "$OUT/verdicts.jsonl" > all
exit $status
"""


def test_a_disk_that_is_full_in_the_middle(quiz: Program, tmp_path: Path) -> None:
    """Lines that stand are whole, the rest is graded and counted, and a second run with room makes up for it."""
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no user and mount namespaces here")
    fill(quiz, {f"s{number:02}/double.py": f"{RIGHT}# {number}\n" for number in range(30)})
    out = tmp_path / "small"
    out.mkdir()
    script = FULL.replace('&& cd "$2"', '&& head -c 49152 /dev/zero > "$1/filler" && cd "$2"')
    command = ["unshare", "-Urm", "sh", "-c", script, "sh", str(out), str(quiz.folder)]
    command += quiz.command("grade-all", "in", "--workers", "1")
    done = subprocess.run(
        command, env=quiz.environment(OUT=str(out)), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 3, done.stderr
    lines = (quiz.folder / "saved").read_text().splitlines(keepends=True)
    kept = {json.loads(line)["file"] for line in lines}
    assert 0 < len(kept) == len(lines) < 30
    assert all(line.endswith("\n") for line in lines)
    assert f"{30 - len(kept)} verdicts are not saved (No space left on device)" in done.stderr
    assert "30 of 30 answers passed" in done.stdout
    second = (quiz.folder / "second").read_text()
    assert f"{len(kept)} of 30 are graded already." in second
    assert second.splitlines()[-1] == "0"
    assert len({json.loads(line)["file"] for line in (quiz.folder / "all").read_text().splitlines()}) == 30


def test_a_scheduler_that_is_not_there(quiz: Program) -> None:
    pytest.importorskip("distributed")
    fill(quiz, {"ada/double.py": RIGHT})
    done = quiz.run("grade-all", "in", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.startswith("kb.quiz: there is no Dask scheduler at tcp://127.0.0.1:9")
    assert "Traceback" not in done.stderr


def test_without_dask_the_extra_is_named(quiz: Program) -> None:
    """A module on PYTHONPATH cannot stand in for the missing one: that does not get into the process that grades."""
    fill(quiz, {"ada/double.py": RIGHT})
    program = "import sys\nsys.modules['distributed'] = None\nfrom kb.quiz.cli import main\nsys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, "grade-all", "in", "--scheduler", "tcp://127.0.0.1:9"],
        cwd=quiz.folder, env=quiz.environment(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'kb[cluster]'" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("columns", [80, 44])
def test_on_a_terminal_there_is_a_bar_and_no_line_too_long(quiz: Program, columns: int) -> None:
    fill(quiz, {f"s{number:02}/double.py": SLOW for number in range(6)})
    program, *arguments = quiz.command("grade-all", "in", "--workers", "1")
    terminal = pexpect.spawn(
        program, arguments, cwd=str(quiz.folder), env=quiz.environment(), dimensions=(40, columns), timeout=180,
        encoding="utf-8",
    )  # fmt: skip
    terminal.expect(r"[1-5]/6")
    moving = terminal.before
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", f"{moving}{terminal.before}")
    assert "6 of 6 answers passed" in " ".join(text.split())
    assert not [line for line in re.split(r"[\r\n]+", text) if len(line.rstrip()) > columns]


def test_a_required_sandbox_is_tested_where_it_grades(quiz: Program) -> None:
    fill(quiz, {"ada/double.py": RIGHT})
    done = grade_all(quiz, "--require-sandbox")
    if done.returncode == 2:  # this machine lacks a layer
        assert "the sandbox is required" in done.stderr
        assert not outcomes(quiz)
    else:
        assert done.returncode == 0
        assert len(ledger(quiz)[0]["sandbox"]) == 11


def test_the_help_has_the_exit_statuses(quiz: Program) -> None:
    shown = quiz.run("grade-all", "--help").stdout
    for status in ("0  all were graded, and passed", "130  interrupted by Ctrl-C"):
        assert status in shown


def test_the_command_costs_nothing_to_others() -> None:
    code = "import sys; from kb.quiz.arguments import parse; parse(['grade-all', 'x']); print(sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"numpy", "rich", "pytest", "multiprocessing"} & set(eval(modules))


def test_whoever_hands_in_something_else_is_in_the_grades(quiz: Program) -> None:
    fill(quiz, {"ada/double.py": RIGHT, "bob/double.ipynb": "{}", "eve/notes.md": "later"})
    found = grade_all(quiz)
    assert found.returncode == 1, found.stderr
    assert "bob/double.ipynb: a notebook" in found.stderr
    assert "eve/ has no file that can be graded" in found.stderr
    assert "1 file could not be graded" in found.stdout
    assert "bob/double.ipynb" in (quiz.folder / "grades" / "summary.md").read_text()
