"""Forbidden calls, refused while an answer runs: operators of PyTorch, functions by name, runtimes of whole models."""
