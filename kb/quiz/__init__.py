"""The terminal: ``python -m kb.quiz``.

The rules (``choose``, ``session``, ``check`` and what they read) are pure functions of values. The shell
around them (``play``, ``commands``, ``screen``, ``keyboard``) reads keys, prints, and passes in the clock
and the random generator. ``kb.quiz.screen.listing`` documents the JSON of ``--list --json``.
"""
