"""Find a question, its starter, its reference, and its code."""
