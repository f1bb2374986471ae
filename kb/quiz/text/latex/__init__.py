"""LaTeX formulas as lines of readable text, for a terminal."""

from __future__ import annotations

from kb.quiz.text.latex.read import readable

__all__ = ["readable"]
