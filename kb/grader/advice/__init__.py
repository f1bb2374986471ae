"""What is said beside the verdict: the known mistake, the difference from the reference, the GPU."""
