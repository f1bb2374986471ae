"""Prepare for computer-vision and deep-learning interviews: references, questions, and a grader."""

__version__ = "0.1.0"

MACHINE = frozenset(
    {"bank", "content", "dev", "grader", "progress", "quiz", "site"}
)  # the packages without references
