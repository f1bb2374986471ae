"""What the test of an exercise holds: the solution, its results, its objects, inputs to draw."""
