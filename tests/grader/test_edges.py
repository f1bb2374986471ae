"""Core and edges: the verdict counts both, says when only edges are open, and real answers of that kind are told so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree

import pytest

from kb.bank import default_root, load_one
from kb.bank.model.question import CORE, Edge
from kb.grader import TestResult, Verdict
from kb.grader.model.outcome import Outcome
from kb.grader.model.verdict import Part
from kb.grader.report.junit import xml
from kb.grader.report.lines import ROWS, lines

GradeText = Callable[..., Verdict]
PATH = Path("nms.py")
EDGES = (Edge("ties", ("test_ties",)), Edge("empty input", ("test_hand_cases[no boxes]",)))
EXPECTED = ("loads", "test_hand_cases[one box]", "test_hand_cases[no boxes]", "test_ties[a]", "test_ties[b]")


def verdict(*failed: str, outcome: Outcome = "wrong value", ran: tuple[str, ...] = EXPECTED) -> Verdict:
    """Of an exercise with two core tests and three of edges; ``failed`` are ids."""
    tests = tuple(TestResult(id, outcome if id in failed else "passed") for id in ran)
    return Verdict("detection/nms", tests, EXPECTED, 1, edges=EDGES)


def test_the_parts_are_counted_core_first() -> None:
    assert verdict("test_ties[b]").parts == (Part(CORE, 2, 2), Part("ties", 1, 2), Part("empty input", 1, 1))


def test_a_part_without_expected_tests_is_left_out() -> None:
    """Gradients are asked of answers in PyTorch only; an edge of gradients alone is none for NumPy."""
    told = replace(verdict(), edges=(*EDGES, Edge("large values", ("test_gradient",))))
    assert [part.name for part in told.parts] == [CORE, "ties", "empty input"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(verdict("test_ties[b]"), True, id="an edge fails"),
        pytest.param(verdict("test_ties[b]", "test_hand_cases[no boxes]"), True, id="all edges fail"),
        pytest.param(verdict(), False, id="passed"),
        pytest.param(verdict("test_hand_cases[one box]"), False, id="a core test fails"),
        pytest.param(verdict("test_ties[a]", "test_hand_cases[one box]"), False, id="both fail"),
        pytest.param(verdict("loads", ran=("loads",)), False, id="it does not load"),
        pytest.param(
            verdict("test_ties[a]", outcome="timeout", ran=("loads", "test_ties[a]")),
            False,
            id="a core test was not run",
        ),
        pytest.param(
            verdict("test_ties[b]", ran=tuple(id for id in EXPECTED if id != "test_ties[a]")),
            True,
            id="only a test of an edge was not run",
        ),
        pytest.param(
            verdict("test_ties[b]", outcome="grader error"), False, id="the grader fails at an edge"
        ),
        pytest.param(replace(verdict("test_ties[b]"), expected=()), False, id="nothing is expected"),
        pytest.param(
            replace(verdict("test_ties[b]"), expected=("test_ties[b]",)), False, id="no core is expected"
        ),
        pytest.param(replace(verdict("test_ties[b]"), edges=()), False, id="an exercise without edges"),
    ],
)
def test_only_edges_are_open(told: Verdict, expected: bool) -> None:
    assert told.only_edges is expected


def test_json_has_the_part_of_every_test_and_the_counts(grade_text: GradeText) -> None:
    found = verdict("test_ties[b]").as_json()
    assert found["parts"] == [
        {"name": "core", "passed": 2, "tests": 2},
        {"name": "ties", "passed": 1, "tests": 2},
        {"name": "empty input", "passed": 1, "tests": 1},
    ]
    assert found["outcome"] == "wrong value"
    graded = grade_text("def scale(x, factor):\n    return x * factor\n").as_json()
    assert {test["part"] for test in graded["tests"]} == {CORE}
    assert graded["parts"] == [{"name": "core", "passed": 3, "tests": 3}]


def test_the_screen_says_not_yet() -> None:
    told = lines(verdict("test_ties[a]", "test_ties[b]", "test_hand_cases[no boxes]"), PATH)
    assert told[:4] == [
        "NOT YET  the core is right (2 of 2); open: ties, empty input (3 of 3)",
        "  nms.py for detection/nms: 3 of 5 tests failed",
        "",
        "test_hand_cases[no boxes]",
    ]


def test_an_edge_of_which_every_test_passes_is_not_open() -> None:
    assert (
        lines(verdict("test_ties[b]"), PATH)[0] == "NOT YET  the core is right (2 of 2); open: ties (1 of 3)"
    )


def test_speed_that_was_not_measured_is_not_claimed() -> None:
    told = lines(replace(verdict("test_ties[b]"), spared=("test_speed",)), PATH)
    assert told[1] == "  nms.py for detection/nms: 1 of 5 tests failed; speed is measured once they pass"


def test_a_core_fault_is_not_passed() -> None:
    told = lines(verdict("test_ties[b]", "test_hand_cases[one box]"), PATH)
    assert told[0] == "NOT PASSED  nms.py for detection/nms: 2 of 5 tests failed"


@pytest.mark.parametrize("width", [40, 92])
def test_many_open_edges_fit_a_screen(width: int) -> None:
    names = [f"a rather long name of edge {number}" for number in range(18)]
    edges = tuple(Edge(name, (f"test_{number}",)) for number, name in enumerate(names))
    failed = TestResult("test_0", "wrong value", "no " * 90, "1 " * 400, "2 " * 400, 0.5, (0,), "f(1) " * 99)
    tests = (TestResult("loads", "passed"), failed)
    expected = ("loads", *(f"test_{number}" for number in range(18)))
    told = lines(Verdict("toy/scale", tests, expected, 1, edges=edges), PATH, width=width)
    assert told[0].startswith("NOT YET  the core is right (1 of 1)")
    assert len(told) <= ROWS


def test_junit_has_both() -> None:
    told = verdict("test_ties[b]")
    tests = tuple(replace(test, part="ties") if "ties" in test.id else test for test in told.tests)
    suite = ElementTree.fromstring(xml(replace(told, tests=tests)))[0]
    properties = {one.get("name"): one.get("value") for one in suite.findall("properties/property")}
    assert properties["part: core"] == "2 of 2 passed"
    assert properties["part: ties"] == "1 of 2 passed"
    parts = [one.get("value") for one in suite.findall("testcase/properties/property")]
    assert parts == [CORE, CORE, CORE, "ties", "ties"]


NMS = """
import numpy as np

def iou_of(box, others):
    lt, rb = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    inter = np.clip(rb - lt, 0, None).prod(axis=1)
    area = lambda b: (b[..., 2] - b[..., 0]) * (b[..., 3] - b[..., 1])
    return inter / (area(box) + area(others) - inter{epsilon})

def nms(boxes, scores, iou_threshold):
    order = np.argsort(scores)[::-1]
    keep = []
    while order.size > 0:
        keep.append(order[0])
        order = order[1:][iou_of(boxes[order[0]], boxes[order[1:]]) <= iou_threshold]
    return np.array(keep{integers})
"""
ATTENTION = """
import torch

def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, {hidden})
    if causal:
        ones = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool)
        scores = scores.masked_fill(~ones.tril(), {hidden})
    return torch.softmax(scores, dim=-1) @ v
""".replace("torch.softmax(scores, dim=-1)", "soft(scores)").replace(
    "def scaled",
    "def soft(x):\n    e = (x - x.amax(-1, keepdim=True)).exp()\n    return e / e.sum(-1, keepdim=True)\n\ndef scaled",
)
CROSS_ENTROPY = """
import numpy as np

def softmax_cross_entropy(logits, targets, label_smoothing=0.0, ignore_index=-100):
    n, k = logits.shape
    shifted = logits - logits.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    counts = targets != ignore_index
    hot = np.full((n, k), label_smoothing / k, dtype=logits.dtype)
    hot[np.arange(n), np.where(counts, targets, 0)] += 1 - label_smoothing
    weight = counts[:, None] / counts.sum()
    return -(hot * logp * weight).sum(), (np.exp(logp) - hot) * weight
"""
DROPOUT = """
import numpy as np

def dropout(x, u, p, training=True):
    if not training:
        return x.copy()
    return x * (u {compare} p) / (1 - p)
"""
ROC = """
import numpy as np

def roc_auc(target, score):
    positive, negative = score[target == 1], score[target == 0]
    won = (positive[:, None] > negative).sum() + 0.5 * (positive[:, None] == negative).sum()
    return float(won / (len(positive) * len(negative)))
"""
IOU = """
import numpy as np

def box_iou(a, b):
    lt, rb = np.maximum(a[:, None, :2], b[:, :2]), np.minimum(a[:, None, 2:], b[:, 2:])
    inter = np.clip(rb - lt, 0, None).prod(axis=2)
    area = lambda boxes: (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return inter / (area(a)[:, None] + area(b) - inter)
"""
MEAN_IOU = """
import numpy as np

def mean_iou(matrix):
    hits = np.diag(matrix)
    return (hits / (matrix.sum(axis=0) + matrix.sum(axis=1) - hits)).mean()
"""
KMEANS = """
import numpy as np

def kmeans(x, init, iterations):
    centers = init.copy()
    nearest = lambda: ((x[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
    for _ in range(iterations):
        labels = nearest()
        centers = np.stack([x[labels == j].mean(axis=0) for j in range(len(centers))])
    return centers, nearest()
"""
GROUP_NORM = """
import numpy as np

def group_norm(x, groups, gamma, beta, eps=1e-5):
    rows = x.reshape(x.shape[0] * groups, -1)
    rows = (rows - rows.mean(1, keepdims=True)) / np.sqrt(rows.var(1, keepdims=True) + eps)
    return rows.reshape(x.shape) * gamma[:, None, None] + beta[:, None, None]
"""
TEXTBOOK = [
    pytest.param(
        "detection/nms", NMS.format(epsilon="", integers=""), {"ties", "zero area", "empty input"},
        id="nms: reversed ties, 0/0, floats for no boxes",
    ),
    pytest.param(
        "detection/nms", NMS.format(epsilon=" + 1e-6", integers=", dtype=int"), {"ties", "tiny values"},
        id="nms: reversed ties, an epsilon",
    ),
    pytest.param("detection/box_iou", IOU, {"zero area"}, id="box_iou: 0/0"),
    pytest.param(
        "attention/scaled_dot_product_attention", ATTENTION.format(hidden="float('-inf')"),
        {"fully masked row"}, id="attention: a blind query is NaN",
    ),
    pytest.param(
        "attention/scaled_dot_product_attention", ATTENTION.format(hidden="-1e9"),
        {"fully masked row"}, id="attention: a blind query gets the mean",
    ),
    pytest.param(
        "foundations/softmax_cross_entropy", CROSS_ENTROPY, {"everything ignored"},
        id="cross-entropy: nothing to average",
    ),
    pytest.param("training/dropout", DROPOUT.format(compare=">="), {"extreme parameter"}, id="dropout: p = 1"),
    pytest.param(
        "training/dropout", DROPOUT.format(compare=">"), {"extreme parameter", "at the threshold"},
        id="dropout: p = 1, strictly above p",
    ),
    pytest.param("metrics/roc_auc", ROC, {"one class", "empty input"}, id="roc_auc: one class"),
    pytest.param("metrics/mean_iou", MEAN_IOU, {"division by zero"}, id="mean_iou: absent classes"),
    pytest.param("foundations/kmeans", KMEANS, {"empty cluster"}, id="kmeans: an empty cluster"),
    pytest.param("training/group_norm", GROUP_NORM, {"empty input"}, id="group_norm: reshape with -1"),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "code", "edges"), TEXTBOOK)
@pytest.mark.filterwarnings("ignore")
def test_textbook_answers_have_the_core_right(
    grade_text: GradeText, exercise: str, code: str, edges: set[str]
) -> None:
    told = grade_text(dedent(code), load_one((default_root(),), exercise))
    failed = {test.id: f"{test.part}: {test.outcome}: {test.message}" for test in told.failed}
    assert told.only_edges, {id: why for id, why in failed.items() if why.startswith(CORE)}
    assert {part.name for part in told.parts if part.open} == edges, failed
    assert {test.part for test in told.failed} == edges
    assert told.outcome != "passed"
    assert not any(id.startswith("test_speed") for id in (*told.expected, *(test.id for test in told.tests)))


PLUS_ONE = IOU.replace("rb - lt, 0", "rb - lt + 1, 0")


def test_a_fault_in_the_core_is_one(grade_text: GradeText) -> None:
    told = grade_text(PLUS_ONE, load_one((default_root(),), "detection/box_iou"))
    assert not told.only_edges
    assert told.parts[0].open
