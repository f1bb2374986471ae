"""What is handed in as something else than a Python file is named, and never overlooked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.grader import AnswerError, read_answer
from kb.grader.cohort.walk import walk

NOTEBOOK = json.dumps(
    {"cells": [{"cell_type": "code", "source": ["def nms():\n", "    pass\n"]}], "nbformat": 4}
)


@pytest.mark.parametrize("name", ["nms.ipynb", "NMS.IPYNB", "nms.py"])
def test_a_notebook_is_no_answer(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(NOTEBOOK)
    with pytest.raises(
        AnswerError, match="is a notebook; save its code as a Python file: `jupyter nbconvert --to"
    ):
        read_answer(tmp_path / name)


def test_a_dict_in_python_is_not_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "nms.py").write_text('{"cells": 1}\n')
    assert read_answer(tmp_path / "nms.py").source


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nms.ipynb", "a notebook; save its code as a Python file"),
        ("NMS.IPYNB", "a notebook"),
        ("work.zip", "an archive; unpack it"),
        ("work.tar.gz", "an archive; unpack it"),
        ("work.7z", "an archive; unpack it"),
        ("nms.py.txt", "not named like a Python file; rename it to end in .py"),
        ("nms.PY", "not named like a Python file; rename it to end in .py"),
    ],
)
def test_a_cohort_names_what_it_cannot_grade(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / name).write_text(NOTEBOOK)
    (tmp_path / "ada" / "readme.md").write_text("mine")
    (problem,) = walk(tmp_path).problems
    assert problem.file == f"ada/{name}"
    assert words in problem.message


def test_checkpoints_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "nms-checkpoint.ipynb").write_text(NOTEBOOK)
    (tmp_path / "._nms.ipynb").write_text("x")
    walked = walk(tmp_path)
    assert walked.problems == []
    assert walked.skipped == 2


def test_a_folder_without_an_answer_is_told(tmp_path: Path) -> None:
    for name in ("ada/nms.py", "bob/readme.md", "eve/deep/answer.docx", "dan/sub/nms.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("# question: detection/nms\n")
    (tmp_path / "nobody").mkdir()
    assert walk(tmp_path).empty == ["bob", "eve", "nobody"]
