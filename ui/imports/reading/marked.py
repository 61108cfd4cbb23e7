"""A sentence with what it is about set stronger, as a label shows it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from string import Formatter

from kpidesk import format as fmt
from kpidesk.text import Message, _, ngettext


def marked(message: Message) -> str:
    """The words of a message as markup; the first text that was put into it stands out.

    A count does not: it is the name of a sheet, of a column or of rows that the eye looks for.
    """
    form = ngettext(message.text, message.plural, message.n) if message.plural else _(message.text)
    return "".join(_pieces(form, message.params)) if message.params else escape(form)


def _pieces(form: str, params: dict[str, object]) -> Iterator[str]:
    stands_out = begins = True
    for before, name, _spec, _conversion in Formatter().parse(form):
        yield escape(before)
        if name is None:
            continue
        told = str(params[name])
        words = escape(told if before or not begins else fmt.capital(told))
        begins = False
        first = stands_out and not isinstance(params[name], int | float)
        yield f'<span style="font-weight: 600">{words}</span>' if first else words
        stands_out = stands_out and not first
