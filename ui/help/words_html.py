"""Words, lists and tables of the manual as the HTML that a label shows: looks, links, and marks on what is found."""

from __future__ import annotations

import html
from dataclasses import dataclass

from kpidesk.manual.book import Block, Code, Items, Paragraph, Run, Table, Words, plain
from kpidesk.manual.finding import spans
from ui.base.scale import px
from ui.base.theme import Theme

HEIGHT = 24
"""Pixels from line to line, ordinary text."""


@dataclass(frozen=True)
class Ink:
    """How words are shown: the colours in force, what is searched for, and in which language the text is."""

    theme: Theme
    wanted: str
    language: str

    def paragraph(self, words: Words) -> str:
        """A paragraph with its lines apart."""
        return f'<p style="line-height:{px(HEIGHT)}px; margin:0">{self.words(words)}</p>'

    def words(self, words: Words) -> str:
        """Some words in their looks."""
        return "".join(self._run(run) for run in words)

    def marked(self, words: str) -> str:
        """A plain text with what is searched for marked."""
        found, at = [], 0
        look = f'<span style="background-color:{self.theme.hex("risk_soft")}">'
        for start, end in spans(words, self.wanted, self.language) if self.wanted.strip() else ():
            found += [html.escape(words[at:start]), look, html.escape(words[start:end]), "</span>"]
            at = end
        return "".join((*found, html.escape(words[at:])))

    def list_of(self, items: Items) -> str:
        """A list, its items as rich as they are."""
        kind = "ol" if items.ordered else "ul"
        rows = "".join(f'<li style="margin-bottom:{px(5)}px">{self._item(item)}</li>' for item in items.items)
        return f'<{kind} style="margin-top:0; margin-bottom:0">{rows}</{kind}>'

    def table(self, table: Table) -> str:
        """A table with hairlines between its rows."""
        side = f"padding:{px(5)}px {px(14)}px {px(5)}px 0; border-bottom:1px solid"
        heads = f"{side} {self.theme.hex('line_strong')}; color:{self.theme.hex('text3')}"
        head = self._row(table.head, heads) if any(table.head) else ""
        rows = "".join(self._row(row, f"{side} {self.theme.hex('line')}") for row in table.rows)
        return f'<table cellspacing="0" width="100%" style="border-collapse:collapse">{head}{rows}</table>'

    def _row(self, cells: tuple[Words, ...], style: str) -> str:
        return "<tr>" + "".join(f'<td style="{style}">{self.words(cell)}</td>' for cell in cells) + "</tr>"

    def _item(self, item: tuple[Block, ...]) -> str:
        return "<br/>".join(self._inside(block) for block in item)

    def _inside(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return f'<span style="line-height:{px(HEIGHT)}px">{self.words(block.words)}</span>'
        if isinstance(block, Items):
            return self.list_of(block)
        return self.code(block) if isinstance(block, Code) else self.marked(plain(block))

    def code(self, block: Code) -> str:
        """Lines as they stand."""
        lines = self.marked(block.text).replace("\n", "<br/>").replace("  ", "&nbsp; ")
        return f'<span style="font-family:monospace">{lines}</span>'

    def _run(self, run: Run) -> str:
        words = self.marked(run.text)
        if run.code:
            face = "" if run.key else "font-family:monospace; "
            words = f'<span style="{face}background-color:{self.theme.hex("none_soft")}">&nbsp;{words}&nbsp;</span>'
        if run.strong:
            words = f'<span style="font-weight:600">{words}</span>'
        if run.emphasis:
            words = f"<i>{words}</i>"
        if run.link:
            style = f"color:{self.theme.hex('accent')}; text-decoration:none"
            return f'<a href="{html.escape(run.link, quote=True)}" style="{style}">{words}</a>'
        return words
