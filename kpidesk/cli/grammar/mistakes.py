"""What is said of a call that is none: what is wrong, what was meant perhaps, and where the way stands."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from kpidesk.cli.terminal import harmless
from kpidesk.text import _, ngettext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Parser

LONGEST = 60
"""So much of what was typed is repeated."""
FEW = 8


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one that was meant perhaps."""
    import difflib  # for mistakes alone

    names = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(word.casefold(), names, 1, 0.6)
    return names[found[0]] if found else None


def told(parser: Parser, message: str) -> str:
    """A mistake in a line of its own, an example where there is one, and where help is."""
    from kpidesk.cli.grammar.examples import examples_of

    lines = [_("%(prog)s: error: %(message)s\n") % {"prog": parser.prog, "message": message.rstrip()}]
    example = next(iter(examples_of(parser.words)), None) if parser.words else None
    if example is not None:
        lines.append(_("For example: {line}").format(line=example.line) + "\n")
    lines.append(_("“{prog} --help” tells more. Nothing was done.").format(prog=parser.prog) + "\n")
    return harmless("".join(lines))


def no_choice(action: argparse.Action, typed: object) -> str:
    """A word that is none of those that an argument can be."""
    known = [str(each) for each in action.choices or ()]
    word = str(typed)[:LONGEST]
    if isinstance(action, argparse._SubParsersAction):
        said = _("There is no command “{word}” here.").format(word=word)
    else:
        said = _("{argument} can’t be “{word}”.").format(argument=name_of(action), word=word)
    return f"{said} {_way_out(known, nearest(word, known))}"


def _way_out(known: Sequence[str], near: str | None) -> str:
    if len(known) > FEW and known[0].isdecimal():
        return _("It goes from {first} to {last}.").format(first=known[0], last=known[-1])
    if near is not None:
        return _("Did you mean “{near}”?").format(near=near)
    return _("Choose from: {known}.").format(known=", ".join(map(_quoted, known)))


def _quoted(word: str) -> str:
    """A sign within a list of words has marks around it: a comma would be taken for one of the list's."""
    return word if word[:1].isalnum() else _("“{text}”").format(text=word)


def too_much(parser: Parser, words: Sequence[str]) -> str:
    """Words that a call has no place for: options that are none, and arguments too many."""
    numbers = [each for each in words if parser._negative_number_matcher.match(each)]
    options = [each.partition("=")[0] for each in words if each.startswith("-") and each != "-" and each not in numbers]
    if not options:
        listed = ", ".join(_("“{text}”").format(text=each[:LONGEST]) for each in words)
        n = len(words)
        said = ngettext("{words} is one argument too many.", "{words} are {n} arguments too many.", n)
        said = said.format(words=listed, n=n)
        named = "--value" in parser._option_string_actions and n == 1 and any(map(str.isdigit, words[0]))
        return f"{said} {_way_out((), f'--value {words[0][:LONGEST]}')}" if named else said
    said = _("There is no option {option}.").format(option=options[0][:LONGEST])
    near = nearest(options[0], parser._option_string_actions)
    return said if near is None else f"{said} {_way_out((), near)}"


def name_of(action: argparse.Action) -> str:
    """An argument as the help has it."""
    shown = action.metavar if isinstance(action.metavar, str) else action.dest
    return "/".join(action.option_strings) or shown
