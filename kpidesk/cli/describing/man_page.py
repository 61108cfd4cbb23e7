"""The manual page ``kpidesk(1)``, written from the grammar in the language in force."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Iterator

from kpidesk.cli.grammar.outline import Command, Option, Outline, ShownExample
from kpidesk.text import _

WIDE = 78
"""Letters in a line of the source, at most."""


def man_page(program: Outline, version: str, made: dt.date) -> str:
    """The page in the macros of man(7), UTF-8."""
    about, file, command = _("goals and a few well-chosen KPIs in one file"), _("FILE"), _("COMMAND")
    lines = [
        f'.TH KPIDESK 1 "{made.isoformat()}" "KPI Desk {_plain(version)}"',
        *_section(_("Name")),
        f"kpidesk \\- {_plain(about)}",
        *_section(_("Synopsis")),
        f".B kpidesk\n.RI [ {_plain(file)} ]\n.br\n.B kpidesk\n.I {_plain(command)}\n\\&...",
        *_section(_("Description")),
        _plain(program.summary),
        *_section(_("Options")),
        *(line for each in program.options for line in _option(each)),
        *_section(_("Commands")),
        *(line for each in program.commands for line in _command(each)),
        *_section(_("Exit codes")),
        *(line for each in program.exit_codes for line in _entry(str(each.code), each.words)),
        *_section(_("Environment")),
        *(line for each in program.variables for line in _entry(each.name, each.words)),
        *_section(_("Examples")),
        *list(_examples(program.examples))[1:],  # no paragraph begins where a section does
    ]
    return "\n".join(lines) + "\n"


def _section(title: str) -> Iterator[str]:
    yield f".SH {_plain(title.upper())}"


def _entry(name: str, words: str) -> Iterator[str]:
    yield from (".TP", f".B {_plain(name)}", _plain(_sentence(words)))


def _command(command: Command) -> Iterator[str]:
    yield f'.SS "{_plain(command.name)}"'
    yield _plain(_sentence(command.summary))
    yield ".PP"
    yield f".B kpidesk {_plain(command.name)}"
    called = " ".join(_plain(each.name) for each in command.arguments)
    if called:
        yield f".I {called}"
    for each in command.arguments:
        told = f" {_one_of(each.choices)}" if each.choices else ""
        yield from (".TP", f".I {_plain(each.name)}", _plain(f"{_sentence(each.words)}{told}") or "\\&")
    for option in command.options:
        if "--help" not in option.flags:
            yield from _option(option)
    yield from _examples(command.examples)


def _examples(examples: Iterable[ShownExample]) -> Iterator[str]:
    for each in examples:
        words = each.words[:1].upper() + each.words[1:]
        yield from (".PP", _plain(f"{words}:"), ".RS 4", ".nf", _line(each.line), ".fi", ".RE")


def _option(option: Option) -> Iterator[str]:
    yield ".TP"
    flags = ", ".join(f"\\fB{_plain(flag)}\\fR" for flag in option.flags)
    yield f"{flags} \\fI{_plain(option.value)}\\fR" if option.value else flags
    told = [_sentence(option.words)] if option.words else []
    if option.choices and not set(option.choices) <= set(re.split(r"[^\w-]+", option.words)):
        told.append(_one_of(option.choices))
    yield _plain(" ".join(told)) or "\\&"


def _one_of(choices: Iterable[str]) -> str:
    return _("One of {choices}.").format(choices=", ".join(choices))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words[-1:] in '.…?' else '.'}" if words else ""


def _line(words: str) -> str:
    """A line that stays one."""
    safe = words.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{safe}" if safe[:1] in (".", "'") else safe


def _plain(words: str) -> str:
    """Words that no macro takes for its own: hyphens that can be copied, and no dot or quote at the start of a line."""
    lines = textwrap.wrap(_line(words), WIDE, break_long_words=False, break_on_hyphens=False)
    return "\n".join(f"\\&{line}" if line[0] in ".'" else line for line in lines)
