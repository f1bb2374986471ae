"""Advice beside the verdict: the known mistake, the kind of difference, what would go wrong on a GPU."""
