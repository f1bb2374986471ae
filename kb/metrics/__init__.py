"""References for metrics: what is counted, and what is divided by what."""
