"""From Markdown to the book. markdown-it reads the marks; what they mean here is decided in this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import kpidesk
from kpidesk import assets
from kpidesk.manual.book import (
    Block,
    Book,
    Chapter,
    Code,
    Deed,
    Heading,
    Items,
    Note,
    Paragraph,
    Part,
    Picture,
    Run,
    Table,
    Words,
    said,
)
from kpidesk.manual.keys import is_key, named
from kpidesk.text import using

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

FOLDER = "help"
GENERATED = "generated"
"""The kind of a code block that names what the program itself tells."""
ACTION = "action:"
VERSION = "{version}"
"""Stands for the version of the program."""
Told = Mapping[str, Callable[[], tuple[Block, ...]]]
"""What the program can tell of itself, by name."""
_KEY = re.compile(r"\s*\{#(?P<key>[a-z0-9-]+)\}\s*$")
_TICK = "[x] "
PLAIN = Run("")


class Unreadable(ValueError):
    """A chapter holds what has no meaning in the manual; the text says where and what."""


def read(language: str, told: Told | None = None) -> Book:
    """The manual in a language, with what the program ``told`` put where it is asked for."""
    contents = tomllib.loads(assets.path(FOLDER, "contents.toml").read_text(encoding="utf-8"))
    parts = tuple(
        Part(part[language], tuple(read_chapter(language, key, told or {}) for key in part["chapters"]))
        for part in contents["part"]
    )
    return Book(language, contents["title"][language], parts)


def read_chapter(language: str, key: str, told: Told) -> Chapter:
    """One chapter from its file; what stands under its title is read when it is wanted."""
    text = assets.path(FOLDER, language, f"{key}.md").read_text(encoding="utf-8")
    return chapter_of(key, text, told, language)


def chapter_of(key: str, text: str, told: Told, language: str = "en") -> Chapter:
    """A chapter from its Markdown. Raises ``Unreadable``, for what has no meaning here when its blocks are read."""
    title, _line, rest = text.replace(VERSION, kpidesk.__version__).partition("\n")
    if not title.startswith("# "):
        raise Unreadable(f"{key}.md has to begin with its title")
    return Chapter(key, title.removeprefix("# ").strip(), partial(_blocks, key, rest, told, language))


def _blocks(key: str, text: str, told: Told, language: str) -> tuple[Block, ...]:
    from markdown_it.tree import SyntaxTreeNode

    with using(language):
        return _Reader(key, told).blocks(list(SyntaxTreeNode(_parser().parse(text)).children))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


class _Reader:
    """Reads the nodes of one chapter."""

    def __init__(self, key: str, told: Told) -> None:
        self._key, self._told = key, told

    def blocks(self, nodes: list[SyntaxTreeNode]) -> tuple[Block, ...]:
        """Blocks in their order."""
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        match node.type:
            case "heading":
                return (self._heading(node),)
            case "paragraph":
                return (self._paragraph(node),)
            case "bullet_list" | "ordered_list":
                return (self._items(node),)
            case "table":
                return (self._table(node),)
            case "fence" if node.info.strip() == GENERATED:
                return self._told[node.content.strip()]() if node.content.strip() in self._told else ()
            case "fence" | "code_block":
                return (Code(node.content.rstrip("\n")),)
            case "blockquote":
                return (self._aside(node),)
        raise Unreadable(f"{self._key}.md: {node.type} has no meaning in the manual")

    def _heading(self, node: SyntaxTreeNode) -> Heading:
        text = said(self.words(node.children[0]))
        named = _KEY.search(text)
        level = int(node.tag[1:])
        if level == 2 and named is None:
            raise Unreadable(f"{self._key}.md: the section “{text}” has no {{#key}}")
        return Heading(level, _KEY.sub("", text), named["key"] if named else "")

    def _paragraph(self, node: SyntaxTreeNode) -> Paragraph | Picture:
        inline = node.children[0]
        if len(inline.children) == 1 and inline.children[0].type == "image":
            picture = inline.children[0]
            alt = "".join(child.content for child in picture.children)
            return Picture(str(picture.attrs["src"]).removeprefix("../"), alt)
        return Paragraph(self.words(inline))

    def _items(self, node: SyntaxTreeNode) -> Items:
        items = tuple(self.blocks(list(item.children)) for item in node.children)
        ticked = all(_is_ticked(item) for item in items)
        if ticked:
            items = tuple(_without_tick(item) for item in items)
        return Items(items, node.type == "ordered_list", ticked)

    def _table(self, node: SyntaxTreeNode) -> Table:
        head, *body = node.children
        rows = [row for part in body for row in part.children]
        cells = [tuple(self.words(cell.children[0]) for cell in row.children) for row in (head.children[0], *rows)]
        return Table(cells[0], tuple(cells[1:]))

    def _aside(self, node: SyntaxTreeNode) -> Note | Deed:
        blocks = self.blocks(list(node.children))
        last = blocks[-1]
        if len(blocks) == 2 and isinstance(last, Paragraph) and isinstance(blocks[0], Paragraph):
            links = {run.link for run in last.words}
            link = next(iter(links)) if len(links) == 1 else ""
            if link.startswith(ACTION):
                return Deed(blocks[0].words, said(last.words), link.removeprefix(ACTION))
        return Note(blocks)

    # ---- words

    def words(self, node: SyntaxTreeNode, look: Run = PLAIN) -> Words:
        """The words of an inline node, and of what stands in it; neighbours that look the same are one run."""
        found: list[Run] = []
        for child in node.children:
            for run in self._inline(child, look):
                if found and replace(found[-1], text="") == replace(run, text=""):
                    found[-1] = replace(run, text=found[-1].text + run.text)
                else:
                    found.append(run)
        return tuple(run for run in found if run.text)

    def _inline(self, node: SyntaxTreeNode, look: Run) -> Words:
        match node.type:
            case "text":
                return (replace(look, text=node.content),)
            case "softbreak" | "hardbreak":
                return (replace(look, text=" "),)
            case "code_inline":
                words = node.content
                return (replace(look, text=named(words), code=True, key=is_key(words)),)
            case "strong":
                return self.words(node, replace(look, strong=True))
            case "em":
                return self.words(node, replace(look, emphasis=True))
            case "link":
                return self.words(node, replace(look, link=self._target(str(node.attrs["href"]))))
        raise Unreadable(f"{self._key}.md: {node.type} has no meaning in the manual")

    def _target(self, address: str) -> str:
        """Where a link leads: of ``round.md#enter`` the place, of ``#enter`` one in this chapter."""
        if address.startswith("#"):
            return self._key + address
        return re.sub(r"^(?P<chapter>[a-z-]+)\.md", r"\g<chapter>", address)


def _is_ticked(item: tuple[Block, ...]) -> bool:
    return isinstance(item[0], Paragraph) and item[0].words[0].text.startswith(_TICK)


def _without_tick(item: tuple[Block, ...]) -> tuple[Block, ...]:
    assert isinstance(item[0], Paragraph)
    first, *rest = item[0].words
    words = (replace(first, text=first.text.removeprefix(_TICK)), *rest)
    return (Paragraph(tuple(run for run in words if run.text)), *item[1:])


def picture_file(picture: Picture) -> Path:
    """Where a picture lies."""
    return assets.path(FOLDER, *picture.file.split("/"))
