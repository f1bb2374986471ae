"""Moments and spans in words."""

from __future__ import annotations

from datetime import datetime, timedelta


def ahead(moment: datetime, now: datetime) -> str:
    """``in 3 days``, seen from ``now``; ``now`` for what has come already."""
    words = span(moment - now)
    return f"in {words}" if words else "now"


def span(length: timedelta) -> str:
    """The largest unit that fits, rounded: ``2 weeks``; empty below half a minute."""
    minutes = length / timedelta(minutes=1)
    for unit, size, least in (
        ("year", 525960.0, 1.5),
        ("month", 43830.0, 2.0),
        ("week", 10080.0, 2.0),
        ("day", 1440.0, 1.0),
        ("hour", 60.0, 1.0),
        ("minute", 1.0, 0.5),
    ):
        if minutes / size >= least - 0.05:
            count = max(1, round(minutes / size))
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return ""


def seconds(length: float) -> str:
    """``45 s`` or ``3 min``: how long something took."""
    return f"{length:.0f} s" if length < 90 else f"{length / 60:.0f} min"
