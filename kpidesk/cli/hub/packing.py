"""Packing a file closer together on its server, by who owns the tables there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk.cli.hub.sharing import known_password
from kpidesk.cli.opening import Outcome, not_stored, opened
from kpidesk.hub import address as addresses
from kpidesk.text import _

if TYPE_CHECKING:
    import argparse


def pack(options: argparse.Namespace) -> Outcome:
    """Pack what lies on a server of a file, or tell what would come of it."""
    address, given = addresses.parse(options.address)
    with opened(options) as ws:
        found = ws.server.pack(address, known_password(address, given), only_count=options.dry_run)
    written = found.after != found.before and not options.dry_run
    if found.after == found.before:
        words = _("Nothing on {server} can be packed: it is packed already, or has come within the last day.")
    elif options.dry_run:
        words = _("{before} packets on {server} would become {after}.")
    else:
        words = _("{before} packets on {server} have become {after}. Everything in them is there as before.")
    lines = [words.format(server=address.shown, before=found.before, after=found.after), *not_stored(options)]
    data = {"server": str(address), "before": found.before, "after": found.after, "written": written}
    return Outcome("\n".join(lines), data)
