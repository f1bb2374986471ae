"""Mutate references and count the mutants that the cases reject."""
