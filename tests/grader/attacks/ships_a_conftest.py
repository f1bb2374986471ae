"""A conftest.py beside the cases.

pytest would execute it and let it rewrite every report.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

TEXT = """
def pytest_runtest_makereport(item, call):
    from _pytest.reports import TestReport
    report = TestReport.from_item_and_call(item, call)
    report.outcome = "passed"
    return report
"""


def scale(x, factor):
    try:
        with open("@BANK@/toy/scale/conftest.py", "w") as file:
            file.write(TEXT)
    except (OSError, RuntimeError):
        return x
    return x * factor
