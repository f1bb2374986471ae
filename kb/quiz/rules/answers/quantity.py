"""Numbers as people type them: ``0.25``, ``1/7``, ``25 %``, ``3e-4``, ``2 x 10^-3``, ``640 pixels``."""

from __future__ import annotations

import math
import re
import unicodedata
from fractions import Fraction

from kb.quiz.rules.answers import Unclear

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:_\d+)*)"
_PLAIN = rf"(?:{_DIGITS}(?:\.\d*)?|\.\d+)"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:(?P<special>inf(?:inity)?|nan)|(?P<plain>{_PLAIN})(?:e(?P<exponent>[+-]?\d{{1,4}}))?"
    rf"(?:\s*(?:x|\*)\s*10\s*(?:\^|\*\*)\s*\(?(?P<power>[+-]?\d{{1,4}})\)?)?"
    rf"(?:\s*/\s*(?P<below>{_PLAIN}))?)"
)
_POWER = re.compile(r"(?P<sign>[+-]?)\s*(?P<base>\d{1,4})\s*(?:\^|\*\*)\s*\(?(?P<power>[+-]?\d{1,4})\)?")
_DECIMAL_COMMA = re.compile(
    r"(?<![\d,.])(\d+),(\d+)(?![\d,.])"
)  # as 0,5; groups of three digits are thousands
_SIGNS = str.maketrans(dict.fromkeys("−‐‑‒–—﹣", "-"))
_SIGNS |= str.maketrans({"×": "x", "·": "*", "⁄": "/", "∞": "inf", "∕": "/"})
_SAME_UNIT = {
    "px": "pixel",
    "percent": "%",
    "sec": "second",
    "s": "second",
    "millisecond": "ms",
    "param": "parameter",
}
_LARGEST_POWER = 400  # beyond it a float is infinite or zero anyway


def read_number(line: str, unit: str | None = None) -> float | Unclear:
    """The number that was meant.

    Args:
        line: what was typed; the unit may follow.
        unit: the question's; where it is not a percentage, ``25 %`` is 0.25.
    """
    expected = Unclear(f"a number{f' in {unit}' if unit else ''}, such as 0.25, 1/7, 25 % or 3e-4")
    text = unicodedata.normalize("NFKC", _raised(line.strip())).translate(_SIGNS).casefold()
    text = _DECIMAL_COMMA.sub(_pointed, text)
    for pattern in (_POWER, _NUMBER):
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :].strip()
        per_cent = _unit(rest) == "%" and _unit(unit or "") != "%"
        if rest and not per_cent and _unit(rest) != _unit(unit or ""):
            continue
        try:
            value = _value(found)
        except (ValueError, ZeroDivisionError, OverflowError):
            return expected
        return value / 100 if per_cent else value
    return expected


def close(value: float, answer: float, tolerance: float) -> bool:
    """Within the tolerance, rounding of the two numbers themselves forgiven."""
    if math.isnan(answer):
        return math.isnan(value)
    slack = tolerance + 1e-9 * max(abs(tolerance), abs(answer) if math.isfinite(answer) else 0.0, 1e-6)
    return value == answer or abs(value - answer) <= slack


def shown(value: float) -> str:
    """A number for reading: ten digits, without a tail of zeros."""
    return str(value) if isinstance(value, int) else f"{value:.10g}"


def _value(found: re.Match[str]) -> float:
    parts = found.groupdict()
    sign = -1.0 if parts["sign"] == "-" else 1.0
    if parts.get("special"):
        return sign * float(parts["special"])
    if parts.get("base"):
        power = int(parts["power"])
        if abs(power) > _LARGEST_POWER:
            raise ValueError
        return sign * float(Fraction(parts["base"]) ** power)
    number = Fraction(parts["plain"].replace(",", "").replace("_", "") or "0")
    power = int(parts["exponent"] or 0) + int(parts["power"] or 0)
    if abs(power) > _LARGEST_POWER:
        return 0.0 if power < 0 or number == 0 else sign * math.inf
    number *= Fraction(10) ** power
    if parts["below"]:
        number /= Fraction(parts["below"].replace(",", "").replace("_", ""))
    return sign * float(number)


def _pointed(match: re.Match[str]) -> str:
    """A decimal comma as a point; a comma in front of three digits stays, unless the number begins with 0."""
    thousands = len(match[2]) == 3 and len(match[1]) <= 3 and not match[1].startswith("0")
    return match[0] if thousands else f"{match[1]}.{match[2]}"


def _unit(text: str) -> str:
    """The unit without what people write differently: case, plural, abbreviation."""
    word = text.strip().strip(".").casefold()
    word = word.removesuffix("s") if len(word) > 2 else word
    return _SAME_UNIT.get(word, word)


def _raised(text: str) -> str:
    """Superscript digits as a power: ``10⁻³`` is ``10^-3``."""
    return re.sub(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda run: f"^{unicodedata.normalize('NFKC', run[0])}", text)
