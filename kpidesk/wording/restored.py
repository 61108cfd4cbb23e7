"""What a restore has changed, told to those who were not there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.domain.wording import count_word
from kpidesk.text import _, ngettext

if TYPE_CHECKING:
    from kpidesk.workspace import Restored


def restored_words(restored: Restored, me: str, today: dt.date) -> str:
    """``Ola har gjenopprettet filen slik den var 12. mars. 14 endringer er tatt bort, tre av dem dine.``"""
    who = first_name(restored)
    if restored.then is None:
        told = _("{who} has restored an earlier state of the file.").format(who=who)
    elif restored.then.date() == today:
        time = fmt.clock_time(restored.then)
        told = _("{who} has restored the file as it was today at {time}.").format(who=who, time=time)
    else:
        told = _("{who} has restored the file as it was on {day}.").format(who=who, day=_day(restored.then, today))
    taken = taken_words(restored, me)
    return f"{told} {taken}." if taken else told


def first_name(restored: Restored) -> str:
    """Who has restored, as one says it."""
    return restored.author.split()[0] if restored.author.split() else _("A colleague")


def _day(moment: dt.datetime, today: dt.date) -> str:
    return fmt.day_month(moment.date()) if moment.year == today.year else fmt.day(moment.date())


def taken_words(restored: Restored, me: str) -> str:
    """``14 endringer er tatt bort, tre av dem dine``; empty where nothing was, or an earlier version did not tell."""
    n, mine = restored.taken, restored.by.get(me, 0) if me else 0
    if not n:
        return ""
    told = ngettext("{n} change was removed", "{n} changes were removed", n).format(n=fmt.number(n))
    if not mine:
        return told
    if mine == n:
        return told + ", " + ngettext("and it was yours", "all of them yours", n)
    count = str(count_word(mine))
    small = count[:1].lower() + count[1:]
    return told + ", " + ngettext("one of them yours", "{count} of them yours", mine).format(count=small)
