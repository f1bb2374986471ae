"""Markdown and LaTeX as plain text for a terminal."""
