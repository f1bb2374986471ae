"""Prepare for computer-vision and deep-learning interviews: references, questions, and a grader."""

__version__ = "0.1.0"

# The packages of the program itself; all others hold references.
MACHINE = frozenset({"bank", "content", "dev", "grader", "progress", "quiz", "site"})
