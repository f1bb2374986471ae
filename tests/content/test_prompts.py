"""Prompts say everything that decides a verdict: precision, layout, empty inputs, epsilons, and what is not allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.bank import default_root, load
from kb.bank.model.question import Code

EXERCISES = load((default_root(),)).exercises
# What the prompts call a library; PyTorch goes without saying, as answers are written in it.
LIBRARIES = {
    "PIL": "Pillow",
    "cv2": "OpenCV",
    "onnx": "ONNX",
    "onnxruntime": "ONNX",
    "pywt": "PyWavelets",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
}

every = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)


def cases(exercise: Code) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in Path(exercise.folder).glob("test_*.py"))


def one_line(text: str) -> str:
    return " ".join(text.split())


@every
def test_what_is_forbidden_is_announced(exercise: Code) -> None:
    found = re.search(r"Not allowed: (.*?)(?:  - |\n\n|\Z)", exercise.prompt + "\n\n", re.DOTALL)
    assert found is not None
    said = one_line(found[1]).casefold()
    assert "inference runtimes (onnx)" in said  # forbidden in every exercise
    libraries = {name.partition(".")[0] for name in exercise.forbid} - {"torch"}
    missing = {name for name in libraries if LIBRARIES.get(name, name).casefold() not in said}
    assert not missing


@every
def test_layout_is_announced(exercise: Code) -> None:
    if "writeable" in cases(exercise) and "torch.nn.Module" not in exercise.prompt:
        assert "may be read-only or non-contiguous" in one_line(exercise.prompt)


@every
def test_precision_is_announced(exercise: Code) -> None:
    if "float32" in cases(exercise):
        assert re.search(r"float32 or (both )?float64|in float32", one_line(exercise.prompt))


@every
def test_empty_input_is_announced_in_bold(exercise: Code) -> None:
    if any(edge.name == "empty input" for edge in exercise.edges):
        assert re.search(r"\*\*[^*]{0,40}(may be 0|empty)[^*]{0,40}\*\*", one_line(exercise.prompt))


@every
def test_no_epsilon_is_announced(exercise: Code) -> None:
    if "pairs import" in cases(exercise) and "tiny" in cases(exercise):
        assert "No epsilon" in one_line(exercise.prompt)
        assert "0.00003" in exercise.prompt
