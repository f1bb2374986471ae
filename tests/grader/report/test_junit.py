"""JUnit XML: it can be read whatever an answer said, and it holds everything that the verdict holds."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kb.grader import Mistake, TestResult, Verdict
from kb.grader.report.junit import xml

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\x0b\x1b\x7f\x85\ud800\udfff\ufffe\uffff<>&\"'\r\n\t]")),
    max_size=40,
)
TESTS = st.builds(
    TestResult, TEXTS, st.sampled_from(["passed", "wrong value", "grader error"]), TEXTS,
    expected=st.none() | TEXTS, got=st.none() | TEXTS, input=st.none() | TEXTS, printed=TEXTS,
    max_error=st.none() | st.floats(), first_difference=st.none() | st.just((0, 3)),
    milliseconds=st.floats(0, 1e6),
)  # fmt: skip
VERDICTS = st.builds(
    Verdict, TEXTS, st.lists(TESTS, max_size=4).map(tuple), st.just(("loads",)), st.integers(0, 1 << 31),
    mistake=st.none() | st.builds(Mistake, TEXTS, TEXTS, TEXTS, TEXTS),
    warnings=st.lists(TEXTS, max_size=2).map(tuple),
)  # fmt: skip


def spoken(text: str | None) -> str:
    """What is left of a text in XML: neither characters that it cannot hold, nor the kind of white space."""
    return re.sub(r"[^!-~]", "", text or "")


@given(VERDICTS)
def test_it_can_always_be_read(verdict: Verdict) -> None:
    raw = xml(verdict).encode("utf-8")
    suite = ElementTree.fromstring(raw)[0]
    cases = suite.findall("testcase")
    assert [spoken(case.get("name")) for case in cases] == [spoken(test.id) for test in verdict.tests]
    for case, test in zip(cases, verdict.tests, strict=True):
        told = [*case.findall("failure"), *case.findall("error")]
        assert len(told) == (not test.passed)
        assert all(spoken(one.get("message")) == spoken(test.message) for one in told)
        assert spoken(case.findtext("system-out")) == spoken(test.printed)
    counts = [int(suite.get(name) or -1) for name in ("tests", "failures", "errors")]
    assert counts == [len(cases), len(suite.findall("*/failure")), len(suite.findall("*/error"))]


def test_everything_is_in_it() -> None:
    test = TestResult(
        "test_values", "wrong value", "expected 1 at [0, 3], got 2", expected="[1]", got="[2]", max_error=0.25,
        first_difference=(0, 3), input="scale([1])", milliseconds=1500, printed="here\n",
    )  # fmt: skip
    mistake = Mistake("adds", "The factor is added", "Scaling multiplies.", "toy/scale#x")
    verdict = Verdict(
        "toy/scale",
        (test,),
        ("test_values", "test_more"),
        7,
        sandbox=("landlock", "seccomp"),
        mistake=mistake,
    )
    suite = ElementTree.fromstring(xml(replace(verdict, warnings=("mind the device",))))[0]
    properties = {one.get("name"): one.get("value") for one in suite.findall("properties/property")}
    assert properties == {
        "outcome": "wrong value", "seed": "7", "device": "cpu", "sandbox": "landlock, seccomp", "not run": "1",
        "mistake": "adds", "part: core": "0 of 2 passed",
    }  # fmt: skip
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert (failure.text or "").splitlines() == [
        "called: scale([1])", "expected: [1]", "got: [2]", "largest error: 0.25", "first difference: [0, 3]",
    ]  # fmt: skip
    assert [one.attrib for one in suite.findall("testcase/properties/property")] == [
        {"name": "part", "value": "core"}
    ]
    assert suite.findtext("testcase/system-out") == "here\n"
    said = suite.findtext("system-out") or ""
    assert "mind the device" in said
    assert "This looks like a known mistake: The factor is added." in said
    assert suite.get("time") == "1.500"
