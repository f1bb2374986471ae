"""Plain values that every room of the grader uses: outcomes, failures, verdicts, devices, limits."""
