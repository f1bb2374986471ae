"""Site-wide content: coverage, glossary, study plans, formulas, solutions."""
