"""Shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The machines that run these are shared and noisy: no deadline for one example.
settings.register_profile("kb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kb")

HERE = Path(__file__).parent


# Tests of these folders share what is slow to build; where tests are spread over processes, they stay together.
TOGETHER = {"site", "packaging"}


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for a deadline, a terminal or a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of one file, or of one folder, run in one process."""
    for item in items:
        if item.path.is_relative_to(HERE):
            parts = item.path.relative_to(HERE).parts
            group = parts[0] if parts[0] in TOGETHER else "/".join(parts)
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing goes into the caches of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield
