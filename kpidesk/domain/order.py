"""Order keys: a text between any two others, so that a row moves without renumbering the rest.

A key is an integer part and an optional fraction, both in base 62. The first letter of the integer
tells its length (``a`` one digit, ``b`` two … upwards; ``Z`` one digit, ``Y`` two … downwards), so
appending a thousand rows counts ``a0, a1 … b00`` instead of growing by a letter each time, which a
plain midpoint does (334 letters after 2 000 moves).
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FIRST = "a0"


def key_between(before: str | None, after: str | None) -> str:
    """A key that sorts after ``before`` and ahead of ``after``; ``None`` stands for the open end.

    Raises ``ValueError`` unless ``before < after`` and both are keys made here.
    """
    for key in (before, after):
        if key is not None and not is_key(key):
            raise ValueError(f"not an order key: {key!r}")
    if before is not None and after is not None and before >= after:
        raise ValueError(f"{before!r} does not come ahead of {after!r}")
    if before is None and after is None:
        return FIRST
    if before is None:
        assert after is not None
        return _ahead_of(after)
    if after is None:
        return _behind(before)
    return _inside(before, after)


def is_key(key: str) -> bool:
    """Tell whether ``key`` is well-formed: known digits, right length, no trailing zero fraction."""
    if not key or any(letter not in DIGITS for letter in key) or key[0] in "0123456789":
        return False
    length = _integer_length(key[0])
    return len(key) >= length and not (len(key) > length and key.endswith("0"))


def _integer_length(head: str) -> int:
    return ord(head) - ord("a") + 2 if head >= "a" else ord("Z") - ord(head) + 2


def _split(key: str) -> tuple[str, str]:
    length = _integer_length(key[0])
    return key[:length], key[length:]


def _ahead_of(key: str) -> str:
    integer, fraction = _split(key)
    if fraction:
        return integer
    lower = _step(integer, -1)
    return lower if lower is not None else integer[:-1] + _midpoint("", None)


def _behind(key: str) -> str:
    integer, fraction = _split(key)
    higher = _step(integer, 1)
    return higher if higher is not None else integer + _midpoint(fraction, None)


def _inside(before: str, after: str) -> str:
    low, low_fraction = _split(before)
    high, high_fraction = _split(after)
    if low == high:
        return low + _midpoint(low_fraction, high_fraction)
    higher = _step(low, 1)
    if higher is not None and higher < after:
        return higher
    return low + _midpoint(low_fraction, None)


def _step(integer: str, by: int) -> str | None:
    """The integer one up or down; ``None`` where the letters run out."""
    head, digits = integer[0], [DIGITS.index(letter) for letter in integer[1:]]
    place = len(digits) - 1
    while place >= 0 and digits[place] + by in (-1, len(DIGITS)):
        digits[place] = 0 if by > 0 else len(DIGITS) - 1
        place -= 1
    if place >= 0:
        digits[place] += by
        return head + "".join(DIGITS[digit] for digit in digits)
    return _step_head(head, by)


def _step_head(head: str, by: int) -> str | None:
    if (head, by) in (("z", 1), ("A", -1)):
        return None
    new = {("Z", 1): "a", ("a", -1): "Z"}.get((head, by), chr(ord(head) + by))
    return new + (DIGITS[0] if by > 0 else DIGITS[-1]) * (_integer_length(new) - 1)


def _midpoint(low: str, high: str | None) -> str:
    """The shortest fraction strictly between two; ``""`` is nothing and ``None`` one."""
    out = []
    place = 0
    while True:
        x = DIGITS.index(low[place]) if place < len(low) else 0
        y = DIGITS.index(high[place]) if high is not None and place < len(high) else len(DIGITS)
        if y - x > 1:
            out.append(DIGITS[(x + y) // 2])
            return "".join(out)
        out.append(DIGITS[x])
        if y - x == 1:
            high = None
        place += 1
