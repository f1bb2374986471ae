"""Shared by all tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Threads of NumPy and PyTorch that wait for each other take the processors from all tests. Processes that run tests
# are started after this is read, and inherit it.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
# A shell starts what runs in its background with Ctrl-C ignored, and every program that a test starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The machines that run these are shared and noisy: no deadline for one example.
settings.register_profile("kb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kb")

# Tests of these folders share what is slow to build; where tests are spread over processes, they stay together.
TOGETHER = {"site", "packaging"}
# What takes longest begins first, so that no process is left with it at the end.
LONGEST = (
    *("grader/test_attacks.py", "site", "packaging", "grader/test_soak.py", "quiz/test_grade_all.py"),
    *("quiz/test_program.py", "grader/test_submission_surroundings.py", "quiz/test_watch.py"),
    *("grader/test_device.py", "grader/test_surroundings.py", "quiz/test_terminal.py"),
)


def room(path: str) -> str:
    """A file's folder, or the file, below tests: what runs in one process."""
    inside = path.partition("tests/")[2]
    folder = inside.partition("/")[0]
    return folder if folder in TOGETHER else inside


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as there are processors: many tests wait for a deadline, a terminal or a browser."""
    return 2 * (os.cpu_count() or 1)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """By rooms, in the order of the collection. The marks of ``--dist loadgroup`` get lost with pytest 9."""
    from xdist.scheduler import LoadScopeScheduling

    class Rooms(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return room(nodeid.partition("::")[0])

    config.option.loadscopereorder = False
    return Rooms(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; what shares a room stays together, as it was collected."""
    order = {name: place for place, name in enumerate(LONGEST)}

    def place(item: pytest.Item) -> int:
        return order.get(room(item.nodeid.partition("::")[0]), len(order))

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing goes into the caches of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield
