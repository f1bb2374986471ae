"""Compare decoded values with expected ones, within a tolerance."""
