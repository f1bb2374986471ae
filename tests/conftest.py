"""Shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The machines that run these are shared and noisy: no deadline for one example.
settings.register_profile("kb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kb")

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests are spread over processes, those of one folder stay together: they share what is slow to build."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(HERE).parts[0]))
