"""What is said of a shared file: who has it open, what they have stored, why it is not shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kpidesk import format as fmt
from kpidesk.format import listed
from kpidesk.text import _, ngettext
from kpidesk.wording.restored import restored_words
from kpidesk.workspace import News, Present

MOST_NAMES = 3


def present_words(others: Sequence[Present], now: dt.datetime) -> str:
    """``Kari har filen åpen siden 09:12.``"""
    names = names_of([there.who for there in others])
    if len(others) > 1:
        return _("{who} have the file open. All of you can change it.").format(who=names)
    when = _moment(others[0].since, now)
    if not names:
        return _("A colleague has had the file open since {when}. Both of you can change it.").format(when=when)
    return _("{who} has had the file open since {when}. Both of you can change it.").format(who=names, when=when)


def present_short(others: Sequence[Present]) -> str:
    """For the line at the bottom: who is there."""
    if not others:
        return ""
    names = names_of([there.who for there in others]) or _("A colleague")
    words = ngettext("{who} has the file open too", "{who} have the file open too", len(others))
    return words.format(who=names)


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
        return _("The shared file has been changed. The changes have been taken in here.")
    if news.numbers:
        words = ngettext(
            "{who} has stored new numbers in the shared file. They have been taken in here.",
            "{who} have stored new numbers in the shared file. They have been taken in here.", count,
        )  # fmt: skip
    else:
        words = ngettext(
            "{who} has changed the shared file. The changes have been taken in here.",
            "{who} have changed the shared file. The changes have been taken in here.", count,
        )  # fmt: skip
    return words.format(who=who)


def names_of(names: Sequence[str]) -> str:
    """First names, as one says them."""
    first = list(dict.fromkeys(name.split()[0] for name in names if name.split()))
    return listed(first, MOST_NAMES) if first else ""


def _moment(moment: dt.datetime, now: dt.datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return fmt.clock_time(local) if local.date() == now.date() else fmt.moment_short(local, now.date())
