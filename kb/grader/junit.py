"""A verdict as JUnit XML, the form that continuous integration and course systems read."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from kb.grader.verdict import Verdict


def xml(verdict: Verdict) -> str:
    """One testsuite; a failure carries the outcome as its type and the whole story as its text."""
    seconds = sum(test.milliseconds for test in verdict.tests) / 1000
    errors = sum(test.outcome == "grader error" for test in verdict.tests)
    counts = {"tests": len(verdict.tests), "failures": len(verdict.failed) - errors, "errors": errors}
    attributes = {"name": verdict.question, "time": f"{seconds:.3f}"} | {k: str(v) for k, v in counts.items()}
    suite = ET.Element("testsuite", attributes)
    for test in verdict.tests:
        case = ET.SubElement(
            suite,
            "testcase",
            classname=verdict.question,
            name=test.id,
            time=f"{test.milliseconds / 1000:.3f}",
        )
        if not test.passed:
            kind = "error" if test.outcome == "grader error" else "failure"
            told = ET.SubElement(case, kind, type=test.outcome, message=test.message)
            parts = {"called": test.input, "expected": test.expected, "got": test.got}
            told.text = "\n".join(f"{label}: {text}" for label, text in parts.items() if text)
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
