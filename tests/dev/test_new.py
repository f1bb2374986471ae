"""``kb.dev new`` and ``where``: a contributor finds and makes the files of a subject."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.bank import load
from kb.dev.__main__ import main
from kb.dev.tree import Tree


def test_a_new_page_has_all_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path), "new", "page", "metrics/mean-iou"]) == 0
    made = capsys.readouterr().out.splitlines()
    expected = [
        "docs/metrics/mean-iou.md",
        "docs/metrics/mean-iou.figures.py",
        "kb/metrics/mean_iou.py",
        "questions/metrics/mean-iou.yaml",
        "tests/metrics/test_mean_iou.py",
        "kb/metrics/__init__.py",
    ]
    assert made[:-1] == expected
    assert all((tmp_path / name).is_file() for name in expected)
    assert load((tmp_path / "questions",)).questions[0].id == "metrics/mean-iou/todo"


def test_a_new_exercise_can_be_loaded(tmp_path: Path) -> None:
    main(["--root", str(tmp_path), "new", "page", "metrics/mean-iou"])
    assert (
        main(["--root", str(tmp_path), "new", "exercise", "metrics/miou", "--page", "metrics/mean-iou"]) == 0
    )
    (exercise,) = load((tmp_path / "questions",)).exercises
    assert (exercise.id, exercise.topic, exercise.entry) == ("metrics/miou", "metrics/mean-iou", "miou")
    assert exercise.starter.is_file()
    assert exercise.cases.is_file()
    assert len(exercise.mistakes) == len(exercise.accepted) == 1


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "docs/metrics/map.md"
    page.parent.mkdir(parents=True)
    page.write_text("mine")
    assert main(["--root", str(tmp_path), "new", "page", "metrics/map"]) == 2
    assert "docs/metrics/map.md exists already; nothing was written" in capsys.readouterr().err
    assert page.read_text() == "mine"
    assert not (tmp_path / "kb").exists()


@pytest.mark.parametrize("name", ["nms", "Detection/NMS", "a/b/c", "../etc/passwd", "grader/x", "a/", ""])
def test_a_name_that_is_none(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path), "new", "page", name]) == 2
    assert "is not an area/name in lower case" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_where_prints_the_files_of_a_page_and_its_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", "detection/nms"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert "kb/detection/nms.py" in printed
    assert "questions/detection/nms.yaml" in printed
    assert "questions/detection/nms/test_nms.py" in printed
    assert all((Tree.here().root / line).exists() for line in printed)


def test_where_suggests(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", "detection/nsm"]) == 2
    assert "did you mean detection/nms?" in capsys.readouterr().err
