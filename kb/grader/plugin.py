"""The pytest side of the grader: the fixtures of the cases, and what becomes of a failed test.

As an installed plugin it adds ``pytest --submission FILE``, which runs the cases of the exercise that FILE answers
and prints the verdict in pytest's own report. Without that option it does nothing.
"""

from __future__ import annotations

import secrets
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.grader.device import DEVICES

if TYPE_CHECKING:
    import numpy as np

    from kb.grader.attempt import Attempt
    from kb.grader.solution import Solution

ATTEMPT = pytest.StashKey["Attempt"]()
RESULT = pytest.StashKey["Solution"]()
DRIVEN = pytest.StashKey[bool]()  # set where kb.grader.run feeds the answers


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kb", "grading an answer")
    group.addoption("--submission", metavar="FILE", help="grade FILE with the cases of its exercise")
    group.addoption("--submission-question", metavar="ID", help="the exercise, when FILE does not name it")
    group.addoption("--submission-seed", metavar="N", type=int, help="repeat the inputs of an earlier report")
    group.addoption("--submission-device", metavar="NAME", default=DEVICES[0], help=" or ".join(DEVICES))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "gradient: asks for a gradient, of answers written in torch only")
    if not config.getoption("--submission", default=None):
        return
    from kb.bank import roots
    from kb.grader.answer import AnswerError, read_answer
    from kb.grader.attempt import Attempt, exercise_of
    from kb.grader.naming import Namer
    from kb.grader.outcome import DeviceError

    seed = config.getoption("--submission-seed")
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    try:
        answer = read_answer(Path(config.getoption("--submission")))
        exercise = exercise_of(answer, roots(None), config.getoption("--submission-question"))
        device = config.getoption("--submission-device")
        attempt = Attempt(answer, exercise, seed=seed, device=device, namer=Namer(exercise))
    except (AnswerError, LookupError, DeviceError) as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[ATTEMPT] = attempt
    config.add_cleanup(attempt.close)
    config.args[:] = [str(exercise.cases)]


def pytest_report_header(config: pytest.Config) -> str | None:
    attempt = config.stash.get(ATTEMPT, None)
    return (
        None
        if attempt is None
        else f"answer: {attempt.answer.path} to {attempt.exercise.id}, seed {attempt.seed}"
    )


class Loads(pytest.Item):
    """The first test of every exercise: the answer can be executed and defines the entry."""

    def runtest(self) -> None:
        self.config.stash[ATTEMPT].load()

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, "loads"


def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Put the load test first; keep what concerns this answer when there is only one."""
    if not items or not _grading(config):
        return
    loads = Loads.from_parent(items[0].getparent(pytest.Module) or session, name="loads")
    items.insert(0, loads)
    attempt = config.stash.get(ATTEMPT, None)
    if attempt is not None:
        kept = [item for item in items if concerns(item, attempt)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def _grading(config: pytest.Config) -> bool:
    return config.stash.get(ATTEMPT, None) is not None or config.stash.get(DRIVEN, False)


def concerns(item: pytest.Item, attempt: Attempt) -> bool:
    """Gradients are asked of answers written in torch only, a pace of those that have to keep one."""
    if measures_speed(item) and not attempt.timed:
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
    """The learner's function; see ``kb.grader.solution``."""
    attempt = request.config.stash.get(ATTEMPT, None)
    if attempt is None:
        pytest.skip("cases run with --submission FILE, or through python -m kb.quiz grade FILE")
    called = handle(attempt)
    request.node.stash[RESULT] = called
    return called


def handle(attempt: Attempt) -> Solution:
    """What a case calls as ``solution``."""
    from kb.grader.solution import Solution

    exercise = attempt.exercise
    return Solution(attempt.connect, exercise.entry, attempt.library, exercise.performance, attempt.device)


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
    """The verdict's own words in place of a traceback through the cases, which would help nobody and cost more
    than the test."""
    attempt = item.config.stash.get(ATTEMPT, None)
    if attempt is None:
        return None
    called = item.stash.get(RESULT, None)
    if call.when == "teardown" and called is not None:
        del item.stash[RESULT]  # the same item runs again for the next answer
    error = None if call.excinfo is None else call.excinfo.value
    told = attempt.hear(case_id(item), error, call.duration, called, call.when == "call")
    if attempt.must_stop and not item.config.stash.get(DRIVEN, False):
        item.session.shouldfail = attempt.must_stop
    if told is None or told.passed or call.when == "collect":
        return None
    from kb.grader.report import test_lines

    return pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords=dict.fromkeys(item.keywords, 1),
        outcome="failed",
        longrepr="\n".join(test_lines(told)),
        when=call.when,
        duration=call.duration,
        start=call.start,
        stop=call.stop,
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    attempt = config.stash.get(ATTEMPT, None)
    if attempt is None or not attempt.results:
        return
    from kb.grader.report import lines

    terminalreporter.section(f"verdict on {attempt.answer.path.name}")
    for line in lines(attempt.verdict(), attempt.answer.path):
        terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A verdict is positive evidence: fewer results than tests is a failure, whatever pytest counted."""
    attempt = session.config.stash.get(ATTEMPT, None)
    if attempt is not None and not session.config.stash.get(DRIVEN, False):
        attempt.expect([case_id(item) for item in session.items])
        if not attempt.verdict().passed and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
