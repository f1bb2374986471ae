"""Check pages, formulas, terms and the README."""
