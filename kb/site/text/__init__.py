"""Processors of a page's text: formulas, terms, headers, checks."""
