"""The rules of a session, without screen or files."""
