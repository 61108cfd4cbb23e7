"""What is named on the command line: by the name it has on screen, whole or begun, in any case, or by its id."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from kpidesk.domain.entities import Kpi, Person, Uid
from kpidesk.errors import BadInput, NotFound
from kpidesk.records import record
from kpidesk.text import Message, _, msg, ngettext
from kpidesk.workspace import Workspace

LONGEST = 60
"""So much of what was typed is repeated."""
SHORTEST = 3
"""So many letters of a name are enough to begin it with."""
MOST, NEAREST = 12, 3
"""So many names are listed, and so many of those that come near."""


@record(frozen=True)
class Called:
    """Something that can be named: its ``name`` on screen, what it is called besides, and what tells it ``apart``."""

    uid: Uid
    name: str
    others: tuple[str, ...] = ()
    apart: str = ""


def folded(words: str) -> str:
    """A name without case, and with single blanks."""
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


def one_of(words: str, known: Sequence[Called], none: Message, fold: Callable[[str], str] = folded) -> Called:
    """The one that is meant.

    Raises ``NotFound``, which begins with ``none`` and offers the nearest names, and ``BadInput`` where several are
    called so, or begin so.
    """
    wanted, typed = fold(words), folded(words)
    ways: tuple[Callable[[Called], bool], ...] = (
        lambda each: typed in (each.uid, *map(folded, each.others)) or typed == folded(each.name),
        lambda each: wanted in map(fold, (each.name, *each.others)),
        lambda each: len(typed) >= SHORTEST and any(name.startswith(typed) for name in map(folded, _names(each))),
    )
    for fits in ways:
        found = [each for each in known if fits(each)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _several(words, found)
    raise NotFound(no_name(words, known, none))


def _names(each: Called) -> tuple[str, ...]:
    return (each.name, *each.others)


def _several(words: str, found: Sequence[Called]) -> BadInput:
    named = [f"{quoted(each.name)} ({each.apart or each.uid})" for each in found]
    return BadInput(
        msg(
            "“{name}” can be several: {names}. Write more of the name, or the id. Nothing was changed.",
            name=words.strip()[:LONGEST], names=_listed(named),
        )
    )  # fmt: skip


def no_name(words: str, known: Sequence[Called], none: Message) -> Message:
    """``none``, and the nearest of what there is."""
    names = {name: each.name for each in known for name in _names(each)}
    near = list(dict.fromkeys(names[name] for name in nearest(words, [*names])))
    if near:
        # Translators: a sentence, “No KPI named “x”.”, and one or two names
        return msg("{none} Did you mean {near}?", none=none, near=_or([quoted(name) for name in near]))
    if not known:
        return msg("{none} There are none yet.", none=none)
    return msg("{none} Available: {names}.", none=none, names=_listed(list(dict.fromkeys(each.name for each in known))))


def nearest(words: str, names: Sequence[str]) -> list[str]:
    """The names that come near to what was typed, or hold it, the nearest first."""
    import difflib  # for what is misspelt alone

    by_fold = {folded(name): name for name in names}
    wanted = folded(words)
    close = difflib.get_close_matches(wanted, by_fold, NEAREST, 0.6)
    holding = [name for name in by_fold if len(wanted) >= SHORTEST and wanted in name and name not in close]
    return [by_fold[name] for name in (*close, *holding)][:NEAREST]


def quoted(name: str) -> str:
    """In the language's quotation marks."""
    return _("“{text}”").format(text=name)


def _or(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    # Translators: two names, “A or B”
    return _("{one} or {other}").format(one=", ".join(names[:-1]), other=names[-1])


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - MOST
    more = [ngettext("{n} more", "{n} more", rest).format(n=rest)] if rest > 0 else []
    return ", ".join([*names[:MOST], *more])


# ---- what there is -------------------------------------------------------------------------------


def kpi_called(ws: Workspace, words: str) -> Kpi:
    """The KPI of a name or id."""
    known = [Called(kpi.uid, kpi.name, tuple(filter(None, (kpi.short_name, kpi.library_id)))) for kpi in ws.all(Kpi)]
    none = msg("No KPI named “{name}”.", name=words.strip()[:LONGEST])
    return ws.get(Kpi, one_of(words, known, none).uid)


def person_called(ws: Workspace, words: str) -> Person:
    """Somebody by name."""
    known = [Called(each.uid, each.name) for each in ws.all(Person)]
    none = msg("There is nobody called “{name}”.", name=words.strip()[:LONGEST])
    return ws.get(Person, one_of(words, known, none).uid)
