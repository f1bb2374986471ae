"""A folder of answers in, one verdict for each of them out: what ``python -m kb.quiz grade-all DIR`` stands on.

walk      the files below DIR, and what cannot be taken as one
roll      which exercise each file answers
ledger    what is graded already, appended so that a crash or a full disk loses nothing
batches   answers to one exercise, as texts, so that another machine can grade them
work      one batch, graded in a pool process or on a cluster
drive     batches out, records in, whatever dies on the way
summary   what the cohort did
"""

from __future__ import annotations
