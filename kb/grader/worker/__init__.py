"""The code of the zygote and its workers, run as the package ``_grader``; ``start.py`` starts it, without kb."""
