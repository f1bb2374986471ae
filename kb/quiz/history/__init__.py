"""Open the learner's history and record answers in it."""
