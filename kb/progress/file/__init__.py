"""The database of answers: one table, append-only."""
