"""Run the cases of an exercise over answers, with pytest."""
