"""What runs in the zygote and its workers, as the package ``_grader``; started by ``start.py``, without kb."""
