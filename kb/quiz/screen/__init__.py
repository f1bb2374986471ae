"""Show questions, verdicts and lists at a terminal, and read keys."""
