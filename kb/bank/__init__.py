"""``questions/`` on disk to frozen objects, or an error with ``file:line:column``.

Nothing else in kb reads YAML. Light to import: NumPy is needed for ``compute:`` alone, and
comes with `kb.bank.compute.evaluate`, which `kb.bank.compute.draw` imports when there is something to compute.
"""

from __future__ import annotations

from kb.bank.find.gather import load, load_one
from kb.bank.find.locate import default_root, roots, topics
from kb.bank.model.problems import BankError, Problem, UnknownTopic
from kb.bank.model.question import Bank, Code, Location, Question

__all__ = [
    "Bank",
    "BankError",
    "Code",
    "Location",
    "Problem",
    "Question",
    "UnknownTopic",
    "default_root",
    "load",
    "load_one",
    "roots",
    "topics",
]
