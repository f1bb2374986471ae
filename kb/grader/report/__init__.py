"""A verdict as lines for a terminal and as JUnit XML."""
