"""What going back does, in words."""

from __future__ import annotations

import datetime as dt

from kpidesk import format as fmt
from kpidesk.text import _, ngettext
from ui.base.session import Session


def at_words(session: Session, moment: dt.datetime) -> str:
    """A moment: ``9. mars kl. 16:20``."""
    local = moment.astimezone(session.ws.now().tzinfo)
    time = fmt.clock_time(local)
    if local.date() == session.today():
        return _("{day} at {time}").format(day=_("today"), time=time)
    return _("on {day} at {time}").format(day=fmt.day_short(local.date(), session.today()), time=time)


def what_happens(later: int | None) -> str:
    """What becomes of what there is now, and of what was done since."""
    words = _("What you have now is first saved as a backup of its own.")
    if not later:
        return words
    since = ngettext("{n} change since then can be restored.", "{n} changes since then can be restored.", later)
    return f"{words} {since.format(n=fmt.number(later))}"
