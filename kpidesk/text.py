"""Every visible word: one gettext catalogue for screen, paper, command line and errors.

Message ids are English. ``_`` translates at once; ``msg`` and ``msgn`` make a ``Message``, which
travels untranslated (in an error, in the change log) and is put into words where it is read,
in the reader's language.

The language is a context variable: a report can be written in English in a worker thread while
the window speaks bokmål.
"""

from __future__ import annotations

import contextlib
import gettext
import json
import os
from contextvars import ContextVar
from functools import lru_cache
from string import Formatter

from kpidesk import assets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

LANGUAGES = ("nb", "en")
DEFAULT = "nb"
DEMAND = "KPIDESK_LANGUAGE"
"""The variable that names the language of everything: of commands, and of the window when it starts."""

_language: ContextVar[str] = ContextVar("kpidesk_language", default=DEFAULT)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations into ``language``; English is the source and needs none."""
    if language == "en":
        return gettext.NullTranslations()
    try:
        with open(assets.path("i18n", language, "LC_MESSAGES", "kpidesk.mo"), "rb") as compiled:
            return gettext.GNUTranslations(compiled)
    except OSError:
        return gettext.NullTranslations()


def demanded() -> str | None:
    """The language that the surroundings ask for, whatever the file's is; ``None`` where they ask for none."""
    named = os.environ.get(DEMAND, "")
    return named if named in LANGUAGES else None


def language() -> str:
    """The language in force here: ``"nb"`` or ``"en"``."""
    return _language.get()


def use(language: str) -> None:
    """Speak ``language`` from now on in this context (the window, or a command line)."""
    _language.set(_known(language))


@contextlib.contextmanager
def using(language: str) -> Iterator[None]:
    """Speak ``language`` inside the block; the report uses this."""
    token = _language.set(_known(language))
    try:
        yield
    finally:
        _language.reset(token)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    return language


def _(text: str) -> str:
    """``text`` in the language in force."""
    return catalogue(_language.get()).gettext(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form for ``n`` in the language in force; the caller fills in the number."""
    return catalogue(_language.get()).ngettext(singular, plural, n)


def pgettext(context: str, text: str) -> str:
    """``text`` in the language in force, where ``context`` tells two meanings apart."""
    return catalogue(_language.get()).pgettext(context, text)


class Message:
    """A sentence that is put into words where it is read; it is never changed once it is made.

    ``text`` is the English id with ``{name}`` places, ``params`` fills them. ``plural`` and ``n``
    are set for sentences that count something. ``code`` names what is said to a program, whatever the language and
    the wording; it is given where the sentence is made, and is no part of what the log keeps.
    """

    __slots__ = ("code", "n", "params", "plural", "text")

    def __init__(
        self, text: str, params: dict[str, Any] | None = None, plural: str = "", n: int = 0, code: str = ""
    ) -> None:
        self.text, self.params, self.plural, self.n, self.code = text, params or {}, plural, n, code

    def __eq__(self, other: object) -> bool:
        """The same sentence, whatever its code."""
        if not isinstance(other, Message):
            return NotImplemented
        mine, theirs = (self.text, self.params, self.plural, self.n), (other.text, other.params, other.plural, other.n)
        return mine == theirs

    def __hash__(self) -> int:
        return hash((self.text, self.plural, self.n))  # what fills its places may be of any kind

    def __repr__(self) -> str:
        return f"Message({self.text!r}, {self.params!r}, {self.plural!r}, {self.n!r}, {self.code!r})"

    def coded(self, code: str) -> Message:
        """The same sentence under a code, ``missing_input``, that stays when the words change."""
        return Message(self.text, self.params, self.plural, self.n, code)

    def __str__(self) -> str:
        if not self.text:
            return ""  # the catalogue keeps its own head under nothing
        words = ngettext(self.text, self.plural, self.n) if self.plural else _(self.text)
        return words.format(**self.params) if self.params else words

    def encode(self) -> str:
        """As one line of JSON, for the change log."""
        parts: list[Any] = [self.text, self.params]
        if self.plural:
            parts += [self.plural, self.n]
        return json.dumps(parts, ensure_ascii=False, sort_keys=True)

    @staticmethod
    def decode(line: str) -> Message:
        """Read what ``encode`` wrote; any other text is taken as it stands.

        The line may come from a file that somebody tampered with: only plain ``{name}`` places that are
        filled are accepted, because a format can ask for anything, a gigabyte of blanks included.
        """
        try:
            text, params, *counted = json.loads(line)
            plural, n = counted or ("", 0)
            text, plural = text.replace("'", "’"), plural.replace("'", "’")  # ids were typed so before
            places = {place for form in (text, plural) for place in _places(form)}
            known = isinstance(n, int) and all(isinstance(value, str | int | float) for value in params.values())
        except (ValueError, TypeError, AttributeError, RecursionError):
            return Message(line)
        return Message(text, params, plural, n) if known and places <= params.keys() else Message(line)


@lru_cache(maxsize=4096)
def _places(form: str) -> tuple[str, ...]:
    """The names of the ``{name}`` places of a sentence; raises ``ValueError`` for one that is more than a name."""
    found = []
    for _text_before, name, spec, conversion in Formatter().parse(form):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(form)
        found.append(name)
    return tuple(found)


def msg(text: str, /, **params: Any) -> Message:
    """A message to be translated later; extraction knows this name."""
    return Message(text, params)


def msgn(singular: str, plural: str, n: int, /, **params: Any) -> Message:
    """A counting message to be translated later; ``{n}`` is filled in by itself."""
    return Message(singular, {"n": n, **params}, plural, n)
