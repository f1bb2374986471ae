"""Answers, their ratings, aids, and errors."""
