"""The pytest side of the grader: the fixtures of the cases, and what becomes of a failed test.

As an installed plugin it adds ``pytest --submission FILE``, which shows the verdict on FILE in pytest's own report, see
``kb.grader.run.submission``. Without that option it does nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.grader.model.device import DEVICES

if TYPE_CHECKING:
    import numpy as np

    from kb.grader.cases.caller import Caller
    from kb.grader.cases.solution import Solution
    from kb.grader.run.attempt import Attempt

ATTEMPT = pytest.StashKey["Attempt"]()
CALLER = pytest.StashKey["Caller"]()
DRIVEN = pytest.StashKey[bool]()  # set where kb.grader.run.driver feeds the answers


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kb", "grading an answer")
    group.addoption("--submission", metavar="FILE", help="grade FILE with the cases of its exercise")
    group.addoption("--submission-question", metavar="ID", help="the exercise, when FILE does not name it")
    group.addoption("--submission-seed", metavar="N", type=int, help="repeat the inputs of an earlier report")
    group.addoption("--submission-device", metavar="NAME", default=DEVICES[0], help=" or ".join(DEVICES))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "gradient: asks for a gradient, of answers written in torch only")
    if config.getoption("--submission", default=None):
        from kb.grader.run.beside import refuse
        from kb.grader.run.submission import SHOWN, Submission

        refuse(config)
        config.stash[SHOWN] = Submission(config)
        config.pluginmanager.register(config.stash[SHOWN], "kb-submission")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """No conftest.py is loaded beside an answer, and what pytest was told to load already is looked at."""
    known = early_config.known_args_namespace
    if getattr(known, "submission", None):
        from kb.grader.run.beside import refuse

        refuse(early_config)
        known.noconftest = True


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, int | None, int | None]:
    """One process shows a verdict, and whatever runs after it, status 0 is for a verdict that says passed."""
    if not config.getoption("--submission", default=None):
        return (yield)
    for name, alone in (("numprocesses", None), ("dist", "no"), ("distload", False), ("tx", [])):
        if hasattr(config.option, name):  # of pytest-xdist
            setattr(config.option, name, alone)
    status = yield
    from kb.grader.run.submission import SHOWN

    shown = config.stash.get(SHOWN, None)
    return status if shown is None or shown.begun is None else shown.status(status or 0)


class Loads(pytest.Item):
    """The first test of every exercise: the answer can be executed and defines the entry."""

    def runtest(self) -> None:
        self.config.stash[ATTEMPT].load()

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, "loads"


def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Put the load test first."""
    if config.stash.get(DRIVEN, False) and items:
        items.insert(0, Loads.from_parent(items[0].getparent(pytest.Module) or session, name="loads"))


def concerns(item: pytest.Item, attempt: Attempt) -> bool:
    """Gradients are asked of answers written in torch only, a pace of those that have to keep one."""
    if measures_speed(item) and not attempt.scope.timed:
        return False
    only = attempt.scope.only
    if only and not isinstance(item, Loads) and case_id(item) not in only:
        return False
    return attempt.library == "torch" or item.get_closest_marker("gradient") is None


def measures_speed(item: pytest.Item) -> bool:
    """Tests of the speed take longer than all others together."""
    return item.name.startswith("test_speed")


def case_id(item: pytest.Item) -> str:
    """A test's name with its case: ``test_hand_cases[apart in both axes]``."""
    return item.name


@pytest.fixture
def solution(request: pytest.FixtureRequest) -> Solution:
    """The learner's function; see ``kb.grader.cases.solution``."""
    attempt = request.config.stash.get(ATTEMPT, None)
    if attempt is None:
        pytest.skip("cases run with --submission FILE, or through python -m kb.quiz grade FILE")
    from kb.grader.cases.solution import Solution

    caller: Caller = attempt.caller()
    request.node.stash[CALLER] = caller
    return Solution(caller, attempt.exercise.performance)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers of this test alone, repeatable through the seed that the report names."""
    attempt = request.config.stash.get(ATTEMPT, None)
    return drawn(0 if attempt is None else attempt.seed, case_id(request.node))


def drawn(seed: int, case: str) -> np.random.Generator:
    """What a case gets as ``rng``."""
    import numpy as np

    return np.random.default_rng([seed, zlib.crc32(case.encode())])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
    """The result goes to the attempt. A traceback through the cases would help nobody and cost more than the test."""
    attempt = item.config.stash.get(ATTEMPT, None)
    if attempt is None:
        return None
    caller = item.stash.get(CALLER, None)
    if call.when == "teardown" and caller is not None:
        del item.stash[CALLER]  # the same item runs again for the next answer
    error = None if call.excinfo is None else call.excinfo.value
    if error is None and call.when != "call":
        return None
    result = attempt.record(case_id(item), error, call.duration, caller)
    if result is None or result.passed or call.when == "collect":
        return None
    return pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords=dict.fromkeys(item.keywords, 1),
        outcome="failed",
        longrepr=f"{result.outcome}: {result.message}",
        when=call.when,
        duration=call.duration,
        start=call.start,
        stop=call.stop,
    )
