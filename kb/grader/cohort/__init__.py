"""Grade a folder of answers, one verdict each: the engine of ``python -m kb.quiz grade-all DIR``.

walk      the Python files below DIR, and the problems with the others
roster    which exercise each file answers
ledger    the verdicts so far, appended so that a crash or a full disk loses nothing
batches   answers to one exercise, as texts, so that another machine can grade them
work      grade one batch, in a pool process or on a cluster
dispatch  send batches out and collect their records, whatever dies meanwhile
summary   the results of the cohort
"""

from __future__ import annotations
