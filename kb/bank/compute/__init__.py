"""Evaluate the bank's expressions safely, and draw the variables of a question."""
