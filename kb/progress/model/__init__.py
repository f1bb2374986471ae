"""What a learner answered, how it was rated, and what can go wrong."""
