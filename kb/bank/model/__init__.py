"""The bank's frozen values, its problems, and the rules for names and shapes."""
