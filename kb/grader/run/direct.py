"""Run a case without pytest's own machinery, which takes longer than most of the cases do.

A case that is nothing but a function of ``solution``, ``rng`` and its parameters is simply called; what pytest
collected shows whether it is. A case with any other fixture, a mark or a class goes through pytest, and so does every
case where pytest keeps these things elsewhere than the releases that this was written for.
"""

from __future__ import annotations

import inspect
import time
import warnings
from typing import Any

import pytest

from kb.grader.cases.caller import Caller
from kb.grader.cases.solution import Solution
from kb.grader.run import plugin
from kb.grader.run.attempt import Attempt

OWN = ("solution", "rng")
MARKS = {"parametrize", "gradient"}  # those that change nothing about how a case is called
PLAIN = pytest.StashKey[dict[str, Any]]()  # the parameters of a case that can be called


def note(item: pytest.Item) -> None:
    """Note down what is needed to call a case, if it can simply be called."""
    if isinstance(item, plugin.Loads):
        item.stash[PLAIN] = {}
    elif isinstance(item, pytest.Function) and item.cls is None and (values := _parameters(item)) is not None:
        item.stash[PLAIN] = values


def _parameters(item: pytest.Function) -> dict[str, Any] | None:
    """The values of all that a case takes besides OWN; None where it is more than a function of these."""
    info: Any = getattr(item, "_fixtureinfo", None)
    given = item.callspec.params if hasattr(item, "callspec") else {}
    for name in item.fixturenames:
        known = info.name2fixturedefs.get(name, ()) if info is not None else None
        function = getattr(known[-1], "func", None) if known else None
        origin = getattr(function, "__module__", ""), getattr(function, "__name__", "")
        if name in OWN:  # a module may have its own
            fine = origin == (plugin.__name__, name)
        elif name in given:  # or send a parameter through a fixture
            fine = known == () or origin[1] == "get_direct_param_fixture_func"
        else:
            fine = name == "request"
        if not fine:
            return None
    taken = inspect.signature(item.obj).parameters.keys() - set(OWN)
    plain = taken <= given.keys() and {mark.name for mark in item.iter_markers()} <= MARKS
    return {name: given[name] for name in taken} if plain else None


def run(item: pytest.Item) -> bool:
    """Run a case if it can simply be called; False where pytest has to do it."""
    if PLAIN not in item.stash:
        return False
    attempt = item.config.stash[plugin.ATTEMPT]
    caller = attempt.caller() if "solution" in getattr(item, "fixturenames", ()) else None
    failed: BaseException | None = None
    with warnings.catch_warnings(record=True):  # as pytest does; nobody reads them here
        begun = time.perf_counter()
        try:
            _call(item, attempt, caller)
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:  # what a case raises is its result
            # Without the frames, which hold megabytes of arrays, and this one, in a cycle.
            failed = error.with_traceback(None)
        seconds = time.perf_counter() - begun
    attempt.record(plugin.case_id(item), failed, seconds, caller)
    return True


def _call(item: pytest.Item, attempt: Attempt, caller: Caller | None) -> None:
    if isinstance(item, plugin.Loads):
        item.runtest()
        return
    case: Any = item
    values = dict(case.stash[PLAIN])
    if caller is not None:
        values["solution"] = Solution(caller, attempt.exercise.performance)
    if "rng" in case.fixturenames:
        values["rng"] = plugin.drawn(attempt.seed, plugin.case_id(item))
    case.obj(**values)
