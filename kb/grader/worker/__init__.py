"""What runs outside the grader's own process. Nothing here is imported as a package there: see ``zygote.py``."""
