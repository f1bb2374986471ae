"""A verdict as JUnit XML, the form that continuous integration and course systems read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from kb.grader.model.verdict import TestResult, Verdict
from kb.grader.report.lines import mistake_lines

# What XML 1.0 cannot hold in any spelling: control characters, surrogates, two noncharacters.
INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(verdict: Verdict) -> str:
    """One testsuite; a failure carries the outcome as its type and the whole story as its text."""
    errors = sum(test.outcome == "grader error" for test in verdict.tests)
    counts = {"tests": len(verdict.tests), "failures": len(verdict.failed) - errors, "errors": errors}
    suite = ET.Element("testsuite", name=_valid(verdict.question), time=_time(*verdict.tests))
    suite.attrib.update({name: str(count) for name, count in counts.items()})
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(verdict).items():
        ET.SubElement(properties, "property", name=name, value=_valid(value))
    for test in verdict.tests:
        suite.append(_case(test, verdict.question))
    said = [*verdict.warnings, *(mistake_lines(verdict.mistake) if verdict.mistake else [])]
    if said:
        ET.SubElement(suite, "system-out").text = _valid("\n".join(said))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _properties(verdict: Verdict) -> dict[str, str]:
    properties = {"outcome": verdict.outcome, "seed": str(verdict.seed), "device": verdict.device}
    properties |= {"sandbox": ", ".join(verdict.sandbox), "not run": str(verdict.not_run)}
    properties |= {f"part: {part.name}": f"{part.passed} of {part.tests} passed" for part in verdict.parts}
    return properties | ({"mistake": verdict.mistake.id} if verdict.mistake else {})


def _case(test: TestResult, question: str) -> ET.Element:
    case = ET.Element("testcase", classname=_valid(question), name=_valid(test.id), time=_time(test))
    properties = ET.SubElement(case, "properties")
    ET.SubElement(properties, "property", name="part", value=_valid(test.part))
    if not test.passed:
        kind = "error" if test.outcome == "grader error" else "failure"
        element = ET.SubElement(case, kind, type=test.outcome, message=_valid(test.message))
        parts = {"called": test.input, "expected": test.expected, "got": test.got}
        parts |= {
            "largest error": None if test.max_error is None else f"{test.max_error:g}",
            "first difference": None if test.first_difference is None else str(list(test.first_difference)),
        }
        element.text = _valid("\n".join(f"{label}: {text}" for label, text in parts.items() if text))
    if test.printed:
        ET.SubElement(case, "system-out").text = _valid(test.printed)
    return case


def _time(*tests: TestResult) -> str:
    return f"{sum(test.milliseconds for test in tests) / 1000:.3f}"


def _valid(text: str) -> str:
    return INVALID.sub("\ufffd", text)
