"""A private bank: what is suggested finds it, and nothing is pointed at that is not there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

RIGHT = "# question: lab/double\ndef double(x):\n    return x + x\n"


@pytest.fixture
def private(quiz):
    """The lab's bank, which only the command line names."""

    def run(*arguments: str, answers: str | None = None) -> subprocess.CompletedProcess[str]:
        return quiz.run("--bank", str(quiz.bank), *arguments, answers=answers, KB_BANK="")

    return run


def test_the_command_that_new_suggests_works(quiz, private) -> None:
    found = private("new", "lab/double")
    (command,) = re.findall("`python -m kb.quiz (.*?)`", found.stdout)
    assert command == f"--bank {quiz.bank} grade double.py"
    quiz.write(RIGHT)
    assert quiz.run(*shlex.split(command), KB_BANK="").returncode == 0
    assert "`python -m kb.quiz grade double.py`" in quiz.run("new", "lab/double", "--force").stdout


def test_what_a_session_suggests_names_the_bank(quiz, private) -> None:
    def said(*arguments: str, **more: str) -> str:
        return " ".join(private(*arguments, **more).stdout.split())  # however it is wrapped

    assert f"kb.quiz --bank {quiz.bank} solution lab/double" in said(
        "--topic", "lab/double", answers="-\ns\n"
    )
    assert f"kb.quiz --bank {quiz.bank} --topic lab" in said("--topic", "lab")


def test_no_page_is_named_that_is_not_there(quiz, private, tmp_path: Path) -> None:
    assert "Read " not in private("--topic", "lab/everything/number", answers="1/3\n").stdout
    course = tmp_path / "course"
    shutil.copytree(quiz.bank, course / "questions")
    page = course / "docs" / "lab" / "everything.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Everything\n")
    bank = ("--bank", str(course / "questions"))
    found = quiz.run(*bank, "--topic", "lab/everything/number", answers="1/3\n", KB_BANK="")
    assert f"Read {page}#in-30-seconds" in found.stdout
    found = quiz.run(*bank, "--topic", "detection/iou", "--count", "1", answers="-\n", KB_BANK="")
    assert "Read docs/detection/iou.md#" in found.stdout


def test_doctor_looks_at_pages_and_references(quiz, private, tmp_path: Path) -> None:
    found = private("doctor")
    assert found.returncode == 0, found.stdout
    assert "1 page that questions name is not there: lab/everything" in " ".join(found.stdout.split())
    copied = tmp_path / "copied"
    shutil.copytree(quiz.bank, copied)
    file = copied / "lab" / "double" / "question.yaml"
    file.write_text(file.read_text().replace("kb.detection.iou:box_area", "hungarian_ref:solve"))
    found = quiz.run("--bank", str(copied), "doctor", KB_BANK="")
    assert found.returncode == 1
    assert "lab/double: the reference hungarian_ref:solve" in " ".join(found.stdout.split())
    assert "there is no module hungarian_ref here" in " ".join(found.stdout.split())
