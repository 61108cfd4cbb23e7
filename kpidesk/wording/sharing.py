"""What is said of a shared file: who has it open, what they have stored, why it is not shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.format import listed
from kpidesk.text import _, ngettext
from kpidesk.wording.restored import restored_words

if TYPE_CHECKING:
    from kpidesk.workspace import News, Present

MOST_NAMES = 3


def present_words(others: Sequence[Present], now: dt.datetime) -> str:
    """``Kari har filen åpen siden 09:12.``"""
    who, count = _who(others)
    if count > 1:
        return _("{who} have the file open. You can all make changes.").format(who=who)
    when = _moment(min(there.since for there in others), now)
    return _("{who} has had the file open since {when}. You can both make changes.").format(who=who, when=when)


def present_short(others: Sequence[Present]) -> str:
    """For the line at the bottom: who is there."""
    if not others:
        return ""
    who, count = _who(others)
    words = ngettext("{who} has the file open too", "{who} have the file open too", count)
    return words.format(who=who)


def _who(others: Sequence[Present]) -> tuple[str, int]:
    """Who they are and how many: first names, and a count of those who have told no name."""
    names = _first_names([there.who for there in others])
    nameless = sum(not there.who.split() for there in others)
    if not nameless:
        return listed(names, MOST_NAMES), len(names)
    count = len(names) + nameless
    if len(names) > MOST_NAMES:
        return listed([*names, *[""] * nameless], MOST_NAMES), count
    who = listed([*names, ngettext("a colleague", "{n} colleagues", nameless).format(n=nameless)], MOST_NAMES + 1)
    return who[:1].upper() + who[1:], count


def news_words(news: News, me: str, today: dt.date) -> str:
    """What colleagues have stored, and that it is here; a restore is told as one, with what it took out."""
    restores = " ".join(restored_words(each, me, today) for each in news.restores)
    if news.transactions <= len(news.restores):
        return restores
    stored = _stored_words(news)
    return f"{restores} {stored}" if restores else stored


def _stored_words(news: News) -> str:
    who, count = names_of(news.authors), len(news.authors)
    if not who:
        return _("The shared file has been changed. The changes are included here.")
    if news.numbers:
        words = ngettext(
            "{who} has saved new numbers in the shared file. They are included here.",
            "{who} have saved new numbers in the shared file. They are included here.", count,
        )  # fmt: skip
    else:
        words = ngettext(
            "{who} has changed the shared file. The changes are included here.",
            "{who} have changed the shared file. The changes are included here.", count,
        )  # fmt: skip
    return words.format(who=who)


def names_of(names: Sequence[str]) -> str:
    """First names, as one says them."""
    return listed(_first_names(names), MOST_NAMES)


def _first_names(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name.split()[0] for name in names if name.split()))


def _moment(moment: dt.datetime, now: dt.datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return fmt.clock_time(local) if local.date() == now.date() else fmt.moment_short(local, now.date())
