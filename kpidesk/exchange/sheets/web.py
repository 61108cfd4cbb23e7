"""Tables of a web page, which many programs give out under a name that says Excel: one sheet each.

Tags are found one by one and never looked for across each other, so that no page takes longer than its length. What
Excel itself has written keeps its numbers (``x:num``); all else is text.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from kpidesk.exchange.sheets.book import Cell, Letters, Row, Sheet
from kpidesk.exchange.sheets.kinds import FileKind
from kpidesk.exchange.sheets.letters import decoder, letters_of
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.refusals import NotSheets, not_sheets, too_large, too_many_rows
from kpidesk.exchange.sheets.text import MOST_ROWS

MOST_BYTES, MOST_CELLS, MOST_ACROSS = 100_000_000, 5_000_000, 200
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_ACROSS = re.compile(r"\bcolspan\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)
_NUMBER = re.compile(r"\bx:num\s*=\s*[\"'](-?\d[\d.]*(?:e-?\d+)?)[\"']", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_CELLS, _UNREAD = ("td", "th"), ("script", "style", "title")
_EACH = 20_000


@dataclass
class _Table:
    """A table while it goes by."""

    rows: list[Row] = field(default_factory=list)
    lines: array[int] = field(default_factory=lambda: array("I"))
    count: int = 0
    row: list[Cell] | None = None
    words: list[str] | None = None
    attributes: str = ""


def read_web_page(data: bytes, name: str, progress: Progress | None = None) -> tuple[tuple[Sheet, ...], Letters]:
    """The tables of a page and how its letters were read; raises ``NotSheets`` for one without a table."""
    if len(data) > MOST_BYTES:
        raise too_large(name)
    letters = _letters(data, name)
    text = _without_comments(data.decode(decoder(letters), "replace"))
    reader = _Reader(name)
    after = 0
    for number, tag in enumerate(_TAG.finditer(text)):
        reader.words(text[after : tag.start()])
        reader.tag(tag[2].lower(), tag[1] == "/", tag[3])
        after = tag.end()
        if number % _EACH == 0 and progress is not None:
            progress(after * len(data) // max(1, len(text)), len(data))
    sheets = [Sheet(str(place), each.rows, each.lines) for place, each in enumerate(reader.found(), 1)]
    if not sheets:
        raise not_sheets(FileKind.HTML, name)
    return tuple(sheets), letters


def _letters(data: bytes, name: str) -> Letters:
    """As the page says, where that can be; else by its letters."""
    said = _CHARSET.search(data[:4096])
    if said is not None:
        try:
            return letters_of(data, name, said[1].decode())
        except NotSheets:
            pass
    return letters_of(data, name)


def _without_comments(text: str) -> str:
    """A comment that is never closed is none."""
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        parts.append(text[at:begin])
        at = end + 3
    return "".join([*parts, text[at:]])


class _Reader:
    """Follows tags; a cell or a row ends where the next begins, and a table in a cell is a table of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[_Table] = []
        self._done: list[_Table] = []
        self._unread = ""
        self._cells = self._rows = 0

    def found(self) -> Iterator[_Table]:
        """Tables with at least two columns somewhere, in the order in which they end."""
        while self._open:
            self._end_table()
        return (each for each in self._done if any(len(row) > 1 for row in each.rows))

    def words(self, text: str) -> None:
        if self._open and self._open[-1].words is not None and not self._unread and text:
            self._open[-1].words.append(text)

    def tag(self, name: str, closes: bool, attributes: str) -> None:
        if self._unread:
            self._unread = "" if closes and name == self._unread else self._unread
        elif name in _UNREAD and not closes:
            self._unread = name
        elif name == "table":
            self._end_table() if closes else self._open.append(_Table())
        elif self._open and name == "tr":
            self._end_row()
            self._open[-1].row = None if closes else []
        elif self._open and name in _CELLS:
            self._end_cell()
            if not closes:
                self._open[-1].words, self._open[-1].attributes = [], attributes
        elif name in ("br", "p", "div"):
            self.words(" ")

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.words is None:
            return
        number = _NUMBER.search(table.attributes)
        text = " ".join(html.unescape("".join(table.words)).split())
        across = _ACROSS.search(table.attributes)
        wide = min(int(across[1]), MOST_ACROSS) if across else 1
        table.row = table.row if table.row is not None else []
        table.row += [float(number[1]) if number else text or None, *[None] * (wide - 1)]
        table.words = None
        self._cells += wide
        if self._cells > MOST_CELLS:
            raise too_large(self._name)

    def _end_row(self) -> None:
        self._end_cell()
        table = self._open[-1]
        row = table.row
        if row is None:
            return
        table.row = None
        table.count += 1
        while row and row[-1] is None:
            row.pop()
        if row:
            table.rows.append(tuple(row))
            table.lines.append(table.count)
            self._rows += 1
            if self._rows > MOST_ROWS:
                raise too_many_rows(self._name, MOST_ROWS)

    def _end_table(self) -> None:
        if self._open:
            self._end_row()
            self._done.append(self._open.pop())
