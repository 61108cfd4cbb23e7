"""The grammar of the team server: prepared, joined, told of, synced with, colleagues invited to, left."""

from __future__ import annotations

import argparse

from kpidesk.cli.codes import WAITING
from kpidesk.cli.grammar.command import change, command, dry_run, group, reading
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_hub(groups: Groups) -> None:
    """A PostgreSQL server that a file is shared through."""
    hub = group(groups, "hub", _("share a file through a PostgreSQL server of your own"))
    init = command(hub, "init", _("print the SQL that prepares a database, or run it there"), "hub.sharing.init")
    init.add_argument("address", nargs="?", metavar=_("ADDRESS"), help=_address_words())
    _add_users(init, _("a user of the server who may take part; can be given several times"))
    dry_run(init)
    join = change(hub, "join", _("share a file, or get one that is not here yet"), "hub.sharing.join", WAITING)
    server = _("the server as postgresql://USER@SERVER/DATABASE, or an invitation")
    join.add_argument("server", metavar=_("SERVER"), help=server)
    join.add_argument("--user", metavar=_("NAME"), help=_("the user, if the invitation doesn’t name one"))
    _add_users(
        join, _("another user who may take part, where the file is put there; can be given several times"), "--admit"
    )
    dry_run(join)
    reading(
        hub, "status", _("tell which server a file is shared through, and whether it answers"), "hub.sharing.status"
    )
    reading(hub, "sync", _("send what is new to the server, and fetch what is new there"), "hub.sharing.sync", WAITING)
    invite = reading(
        hub,
        "invite",
        _("write an invitation for a colleague: a small file without secrets"),
        "hub.inviting.invite",
        WAITING,
    )
    where = _("where the invitation goes")
    invite.add_argument("--output", required=True, metavar=_("OUT.kpidesk-invitation"), help=where)
    invite.add_argument("--user", metavar=_("NAME"), help=_("the colleague’s user on the server, let in as well"))
    dry_run(invite)
    pack = change(
        hub,
        "pack",
        _("pack a file closer together on its server; for the user who owns the tables"),
        "hub.packing.pack",
    )
    pack.add_argument("address", metavar=_("ADDRESS"), help=_("the server as postgresql://OWNER@SERVER/DATABASE"))
    dry_run(pack)
    dry_run(change(hub, "leave", _("stop sharing a file through its server"), "hub.sharing.leave"))


def _add_users(parser: argparse.ArgumentParser, words: str, flag: str = "--user") -> None:
    parser.add_argument(flag, dest="users", action="append", default=[], metavar=_("NAME"), help=words)


def _address_words() -> str:
    return _("the database as postgresql://OWNER@SERVER/DATABASE; without it the SQL is only printed")
