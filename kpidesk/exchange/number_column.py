"""The column of a CSV file that holds the numbers, and how it writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpidesk import reading
from kpidesk.reading import Ambiguous, Writing, columns, likeliest
from kpidesk.reading.words import SECONDS


@dataclass(frozen=True)
class NumberColumn:
    """How a column's numbers are written, and one that could have been read in two ways, as it was read."""

    writing: Writing
    reading: tuple[str, float] | None

    @staticmethod
    def of(samples: Sequence[str], delimiter: str, language: str, unit: str = "") -> NumberColumn:
        """The convention that a column's own texts show.

        In a column that leaves it open a lone mark is the decimal mark, but for the comma in a file that separates
        its columns by commas, and for the point where people write ``12.500`` for twelve thousand five hundred, as
        in bokmål: there it groups. ``unit`` is that of the input: times become hours, minutes or seconds.
        """
        shown = columns.decimal_of(samples)
        decimal = shown or _likely_mark(samples, delimiter, language)
        timed = unit if unit in SECONDS else ""
        writing = Writing(language, decimal, sure=True, unit=timed)
        loose = replace(writing, sure=shown is not None)
        open_text = next((text for text in samples if isinstance(reading.number(text, loose), Ambiguous)), None)
        value = None if open_text is None else likeliest(reading.number(open_text, writing), None)
        told = None if open_text is None or value is None else (open_text.strip(), value)
        return NumberColumn(writing, told)

    def read(self, text: str) -> float | None:
        """The number in a cell; ``None`` for what is none."""
        return likeliest(reading.number(text, self.writing), None)


def _likely_mark(samples: Sequence[str], delimiter: str, language: str) -> str:
    if any("." in text for text in samples):
        return "," if language == "nb" and delimiter != "," else "."
    return "," if delimiter != "," and any("," in text for text in samples) else "."
