"""The objects that a case works with: the solution, its results, its objects, drawn inputs."""
