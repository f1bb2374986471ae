"""What a page's text is processed with: formulas, terms, headers, checks."""
