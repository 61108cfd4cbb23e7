"""Patterns that are compiled when they are first asked.

The grammar of periods, days and goals has eighty of them, which takes as long as reading the example company, and a
start loads twenty more; most starts of the program ask few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any


class Form:
    """A pattern, asked as ``re.Pattern`` is."""

    def __init__(self, form: str, flags: int = 0) -> None:
        self._form, self._flags = form, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self._form, self._flags)

    def match(self, words: str) -> re.Match[str] | None:
        """What is found at the beginning."""
        return self.compiled.match(words)

    def fullmatch(self, words: str) -> re.Match[str] | None:
        """What the whole is."""
        return self.compiled.fullmatch(words)

    def search(self, words: str) -> re.Match[str] | None:
        """What is found anywhere."""
        return self.compiled.search(words)

    def finditer(self, words: str) -> Iterator[re.Match[str]]:
        """Everything that is found, from the left."""
        return self.compiled.finditer(words)

    def sub(self, instead: str | Callable[[re.Match[str]], str], words: str, count: int = 0) -> str:
        """The text with something instead of what is found."""
        return self.compiled.sub(instead, words, count)

    def split(self, words: str, maxsplit: int = 0) -> list[str | Any]:
        """What stands between what is found."""
        return self.compiled.split(words, maxsplit)
