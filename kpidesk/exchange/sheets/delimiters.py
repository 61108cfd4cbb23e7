"""The mark between the cells of a text: a line ``sep=;`` says it, or the lines are split most evenly by it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import islice, pairwise

MARKS = (";", "\t", ",", "|")
"""In the order in which they are believed where two split equally well; a comma may be a decimal mark."""
SAMPLE_ROWS = 400
_SAID = re.compile(r'"?sep=(.)"?[ ;,\t|]*\r?\n?', re.IGNORECASE)
_BETWEEN_QUOTES = re.compile(r'"([;,\t|])"')
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)|\"[^\"]*\"")
_DECIMAL = re.compile(
    r"""["']?[(−–-]?\s*(?:[^\W\d]{1,4}\.?|[€$£])?\s*[−–-]?\d[\d\s.'’]*,(?:\d{1,2}|\d{4,}|-|–)
        \s*-?\)?\s*(?:%|[^\W\d]{1,4}\.?|[€$£])?["']?""",
    re.VERBOSE,
)


def said(line: str) -> str | None:
    """The mark that a first line ``sep=;`` names, as Excel writes and obeys it."""
    found = _SAID.fullmatch(line)
    return found[1] if found else None


def delimiter(text: str) -> str:
    """The mark between cells in the beginning of a text, or ``""`` where every line is one cell."""
    lines = text.splitlines()[: SAMPLE_ROWS * 2]
    if quoted := _between_quotes(lines):
        return quoted
    splits = {mark: _split(lines, mark) for mark in MARKS if mark in text}
    if "," in splits and (_only_decimals(lines) or _decimals_beside(lines, splits)):
        del splits[","]
    best, most = "", 0.0
    for mark, rows in splits.items():
        worth = _evenness(rows)
        if worth > most * 1.02:
            best, most = mark, worth
    return best


def _between_quotes(lines: list[str]) -> str:
    """The mark that stands between cells in quotes in every line, where that is the form of a file."""
    found = [set(_BETWEEN_QUOTES.findall(line)) for line in lines if line.strip()]
    marks = set.intersection(*found) if found else set()
    return marks.pop() if len(marks) == 1 else ""


def _split(lines: list[str], mark: str) -> list[list[str]]:
    try:
        return [row for row in islice(csv.reader(lines, delimiter=mark), SAMPLE_ROWS) if any(row)]
    except csv.Error:
        return [line.split(mark) for line in lines if line.strip()]


def _evenness(rows: list[list[str]]) -> float:
    """How many rows are split, the more the more of them are as wide as the row before or after; 0 for none."""
    return max(_even([len(row) for row in rows]), _even([_width(row) for row in rows]))


def _even(widths: list[int]) -> float:
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0
    runs = sum(one == other > 1 for one, other in pairwise(widths))
    return sum(wide.values()) + runs + wide.most_common(1)[0][1] + min(50, max(wide)) / 100


def _width(row: list[str]) -> int:
    """The cells up to the last that holds something."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1].strip()), 0)


def _decimals_beside(lines: list[str], splits: dict[str, list[list[str]]]) -> bool:
    """Tell whether each comma stands between digits, in lines that another mark splits as well."""
    with_comma = [line for line in lines if "," in line]
    if any("," in _BETWEEN_DIGITS.sub("", line) for line in with_comma):
        return False
    return any(sum(mark in line for line in with_comma) >= 0.8 * len(with_comma) for mark in splits if mark != ",")


def _only_decimals(lines: list[str]) -> bool:
    """Tell whether each comma is the decimal mark of the one number in its line."""
    with_comma = [line.strip() for line in lines if "," in line]
    return bool(with_comma) and all(_DECIMAL.fullmatch(line) for line in with_comma)
