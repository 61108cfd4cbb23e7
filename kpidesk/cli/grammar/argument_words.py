"""The words of argparse in the language in force.

argparse looks its words up with the ``gettext`` that it has imported and offers no other door; so that name is made
to lead to the program's catalogue. The words are listed here to be found for translation.
"""

from __future__ import annotations

import argparse

from kpidesk import text


def N_(words: str) -> str:  # noqa: N802 - the name that extraction looks for
    """Mark for translation only; argparse itself looks it up."""
    return words


WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("not allowed with argument %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("%(prog)s: error: %(message)s\n"),
)


def speak() -> None:
    """Let argparse speak the program's languages."""
    vars(argparse).update(_=text._, ngettext=text.ngettext)
