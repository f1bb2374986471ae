"""No text that is shown repaints a terminal or hides a part of itself."""

from __future__ import annotations

import pytest

from kb.bank.model.visible import visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("nms.py", "nms.py"),
        ("back\\slash.py", "back\\slash.py"),
        ("Ærøskøbing 非极大值抑制.py", "Ærøskøbing 非极大值抑制.py"),
        ("esc\x1b[31m.py", r"esc\x1b[31m.py"),
        ("line\n.py", r"line\n.py"),
        ("c1\x9b31m.py", r"c1\x9b31m.py"),
        ("\u202eyp.py", r"\u202eyp.py"),
        ("line\u2028.py", r"line\u2028.py"),
        (b"latin\xe9.py".decode(errors="surrogateescape"), r"latin\xe9.py"),
        ("\ud800.py", r"\ud800.py"),
    ],
)
def test_visible(text: str, seen: str) -> None:
    assert visible(text) == seen
    seen.encode()
