"""A GPU that is not there, on which an answer in PyTorch is run a second time."""
