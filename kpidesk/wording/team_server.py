"""What is said of a team server: when all was last shared there, why it is not, whose changes wait."""

from __future__ import annotations

import datetime as dt

from kpidesk import format as fmt
from kpidesk.hub.exchanged import Stuck
from kpidesk.text import _
from kpidesk.workspace import ServerState


def stand_words(state: ServerState, now: dt.datetime) -> str:
    """``Delt 09:12``, or since when not; before the first trip is back, that one is under way."""
    if state.since is not None:
        time = fmt.clock_time(state.since.astimezone(now.tzinfo))
        return _("Not shared since {time}. Your work is safe on this machine.").format(time=time)
    if state.at is None:
        return _("Connecting to the team server …")
    return _("Shared {time}").format(time=fmt.clock_time(state.at.astimezone(now.tzinfo)))


def stuck_words(state: ServerState) -> list[str]:
    """Whose changes can't come through, a sentence for each machine: what is safe and what to do."""
    return [_contested_words(each) for each in state.contested] + [_unreadable_words(each) for each in state.unreadable]


def _contested_words(stuck: Stuck) -> str:
    words = _(
        "Changes by {who} are not shared: the server holds something else in their place. They are safe on the machine "
        "where they were made. Ask whoever runs the server to remove what does not belong there."
    ).format(who=_who(stuck))
    if not stuck.user:
        return words
    return words + " " + _("It was put there by the server’s user “{user}”.").format(user=stuck.user)


def _unreadable_words(stuck: Stuck) -> str:
    return _(
        "Changes by {who} can’t be read here, and wait on the server. They may come from a newer KPI Desk: update this "
        "one. Everything else is shared."
    ).format(who=_who(stuck))


def _who(stuck: Stuck) -> str:
    """``Kari (pc-7)``, as far as that is known."""
    who = stuck.who.strip() or _("somebody without a name")
    return f"{who} ({stuck.machine})" if stuck.machine else who
