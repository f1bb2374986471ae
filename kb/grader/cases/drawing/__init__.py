"""Inputs that the cases of several exercises ask for, drawn from the generator of a test."""
