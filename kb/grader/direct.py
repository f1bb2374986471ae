"""Run a case without pytest's own machinery, which takes longer than most of the cases do.

The first answer of a run goes through all of pytest, which shows whether a case is nothing but a function of
``solution``, ``rng`` and its parameters. If so it is simply called for the answers that follow. A case with any other
fixture, a mark or a class goes through pytest every time.
"""

from __future__ import annotations

import inspect
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from kb.grader import plugin

if TYPE_CHECKING:
    from kb.grader.attempt import Attempt
    from kb.grader.solution import Solution

OWN = ("solution", "rng")
MARKS = {"parametrize", "gradient"}  # those that change nothing about how a case is called
PLAIN = pytest.StashKey[dict[str, Any]]()  # the parameters of a case that can be called


def learn(item: pytest.Item) -> None:
    """Look at an item that pytest has set up and is about to call."""
    if isinstance(item, plugin.Loads):
        item.stash[PLAIN] = {}
    elif isinstance(item, pytest.Function) and item.cls is None and (values := _parameters(item)) is not None:
        item.stash[PLAIN] = values


def _parameters(item: pytest.Function) -> dict[str, Any] | None:
    """The values of all that a case takes besides OWN; None where it is more than a function of these."""
    taken = inspect.signature(item.obj).parameters.keys() - set(OWN)
    given = item.callspec.params if hasattr(item, "callspec") else {}
    values = {name: given[name] for name in taken if name in given}
    # An indirect parameter goes to a fixture, which makes something else of it; a module may have its own ``rng``.
    own = {"solution": item.stash.get(plugin.RESULT, None), "rng": item.stash.get(plugin.DRAWN, None)}
    expected = values | own | {"request": item.funcargs.get("request")}
    if any(expected.get(name, item) is not value for name, value in item.funcargs.items()):
        return None
    # The fixtures of a case are also those that act unasked. ``request`` is what OWN are made from.
    known = set(item.fixturenames) <= {*OWN, *values, "request"} and taken == values.keys()
    return values if known and {mark.name for mark in item.iter_markers()} <= MARKS else None


def run(item: pytest.Item, attempt: Attempt) -> bool:
    """Run a case if it can simply be called; False where pytest has to do it."""
    if PLAIN not in item.stash:
        return False
    handle = plugin.handle(attempt) if "solution" in getattr(item, "fixturenames", ()) else None
    stop = (KeyboardInterrupt, pytest.exit.Exception)
    with warnings.catch_warnings(record=True):  # as pytest does; nobody reads them here
        call = pytest.CallInfo.from_call(lambda: _call(item, attempt, handle), "call", stop)
    attempt.hear(plugin.case_id(item), call, handle)
    return True


def _call(item: pytest.Item, attempt: Attempt, handle: Solution | None) -> None:
    if isinstance(item, plugin.Loads):
        item.runtest()
        return
    case: Any = item
    values = dict(case.stash[PLAIN])
    if handle is not None:
        values["solution"] = handle
    if "rng" in case.fixturenames:
        values["rng"] = plugin.drawn(attempt.seed, plugin.case_id(item))
    case.obj(**values)
