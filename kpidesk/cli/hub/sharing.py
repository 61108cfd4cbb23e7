"""The team server on the command line: prepared, joined, told of, synced with, left."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpidesk import disk
from kpidesk.cli.codes import WAITING, said
from kpidesk.cli.opening import Outcome, author, not_stored, opened
from kpidesk.cli.streams import refuse_standard
from kpidesk.errors import BadInput, UserError
from kpidesk.hub import address as addresses
from kpidesk.hub import extra, invitation, passwords
from kpidesk.hub.address import refuse_unless_users
from kpidesk.settings import Home
from kpidesk.text import _, msg, ngettext
from kpidesk.wording.team_server import stuck_words
from kpidesk.workspace import Workspace

if TYPE_CHECKING:
    from kpidesk.hub.address import Address
    from kpidesk.hub.exchanged import Exchanged
    from kpidesk.hub.joining import Space


def init(options: argparse.Namespace) -> Outcome:
    """Print the SQL that prepares a database, or run it where an address is given."""
    from kpidesk.hub import joining

    refuse_unless_users(options.users)
    sql, ran = joining.init_sql(options.users), options.address is not None and not options.dry_run
    if options.address is None:
        return Outcome(sql, {"sql": sql, "written": False})
    address, given = addresses.parse(options.address)
    if ran:
        from kpidesk.hub.line.connection import connect

        with connect(address, known_password(address, given)) as connection:
            joining.initialise(connection, options.users)
        words = _("{server} is prepared for KPI Desk.").format(server=address.shown)
    else:
        words = "\n".join([sql, *not_stored(options)])
    return Outcome(words, {"sql": sql, "written": ran})


def join(options: argparse.Namespace) -> Outcome:
    """Share a file through a server; where the file is not there yet, get it from the server."""
    refuse_standard(options.file)
    refuse_unless_users(options.users)
    if not disk.lies(Path(options.file)):
        disk.refuse_unless_named(Path(options.file))
    address, password, wanted = _destination(options)
    for line in filter(None, [addresses.warning(address)]):
        print(line, file=sys.stderr)
    if disk.lies(Path(options.file)):
        return _share(options, address, password)
    return _fetch(options, address, password, wanted)


def _share(options: argparse.Namespace, address: Address, password: str) -> Outcome:
    with opened(options) as ws:
        if options.dry_run:
            met = ws.server.meet(address, password)
            words = "\n".join([*map(str, met.lines), *not_stored(options)])
            return Outcome(words, _joined(options, address, written=False))
        ws.server.put_there(address, password, tuple(options.users))
        told = _trip(ws, address, password)
        ws.server.belong(address)
        words = _("The file is shared through {server}.").format(server=address.shown)
        return _outcome(told, [words], _joined(options, address, written=True))


def _fetch(options: argparse.Namespace, address: Address, password: str, wanted: str) -> Outcome:
    from kpidesk.hub import joining, meeting
    from kpidesk.hub.exchanged import Exchanged
    from kpidesk.hub.line.connection import connect

    with connect(address, password) as connection:
        space = meeting.workspace(connection, wanted)
        if options.dry_run:
            words = "\n".join([_("The server answers, and the file is there."), *not_stored(options)])
            return Outcome(words, _joined(options, address, written=False))
        locks = _locks(space)
        new = joining.NewFile(Path(options.file), Home.default(), locks)
        brought = joining.join(connection, space.uid, new, _silent, _never)
    with Workspace.open(options.file, author=author(options), passwords=locks) as ws:
        ws.server.belong(address)
    words = _("“{name}” has come from {server}, and is shared through it.")
    told, data = Exchanged(unreadable=brought.unreadable), _joined(options, address, written=True)
    return _outcome(told, [words.format(name=options.file, server=address.shown)], data)


def status(options: argparse.Namespace) -> Outcome:
    """Tell which server a file is shared through, and whether that answers."""
    with opened(options) as ws:
        address = ws.server.address
        if address is None:
            return Outcome(_none(), _standing(None, None, None))
        words = [_("The file is shared through {server}.").format(server=address.shown)]
        try:
            met = ws.server.meet(address, known_password(address, ""))
        except UserError as error:
            return Outcome("\n".join([*words, str(error)]), _standing(address, False, error), 1)
        there = met.lines[:1] if met.there else met.lines
        return Outcome(
            "\n".join([*words, *map(str, there)]), _standing(address, met.there, None), 0 if met.there else 1
        )


def sync(options: argparse.Namespace) -> Outcome:
    """Carry what is new to the server and back."""
    with opened(options) as ws:
        address = belongs(ws)
        told = _trip(ws, address, known_password(address, ""))
        return _outcome(told, [_sync_words(told)], {})


def leave(options: argparse.Namespace) -> Outcome:
    """Share a file through no server any more."""
    with opened(options) as ws:
        address = belongs(ws)
        if not options.dry_run:
            ws.server.leave()
            ws.server.forget_password(address)
        words = _("The file is no longer shared through {server}. Everything that has come from there is still in it.")
        if options.dry_run:
            words = _("The file would no longer be shared through {server}.")
        lines = [words.format(server=address.shown), *not_stored(options)]
        return Outcome("\n".join(lines), {"server": str(address), "written": not options.dry_run})


# ---- the way there -------------------------------------------------------------------------------------


def _destination(options: argparse.Namespace) -> tuple[Address, str, str]:
    """The address that is typed or stands in an invitation, the password, and the workspace that is meant, if any."""
    where = options.server
    if not (invitation.is_one(where) or disk.lies(Path(where))):
        if options.user is not None:
            raise BadInput(
                msg(
                    "The address names the user already; --user is for an invitation. To let others take part use "
                    "--admit. Nothing was changed."
                )
            )
        return *_way(where), ""
    found = invitation.read(Path(where))
    refuse_unless_users([] if options.user is None else [options.user])
    user = options.user or found.user
    if not user:
        raise BadInput(msg("The invitation doesn’t name a user. Give --user. Nothing was changed."))
    address = found.address(user, Home.default())
    return address, known_password(address, ""), found.workspace


def _way(words: str) -> tuple[Address, str]:
    address, given = addresses.parse(words)
    return address, known_password(address, given)


def known_password(address: Address, given: str) -> str:
    """From the address, the environment or the keyring; else typed unseen, where somebody can type."""
    known = given or os.environ.get(passwords.VARIABLE, "") or passwords.kept(address)
    if known or address.is_socket or not sys.stdin.isatty():
        return known
    from getpass import getpass

    return getpass(_("Password of {user} on the server: ").format(user=address.user))


def _locks(space: Space) -> tuple[str, ...]:
    """The file's own password, where it has one."""
    given = os.environ.get("KPIDESK_PASSWORD", "")
    if given or not space.sealed or not sys.stdin.isatty():
        return (given,) if given else ()
    from getpass import getpass

    return (getpass(_("Password: ")),)


def belongs(ws: Workspace) -> Address:
    """The server that an open file is shared through; raises ``BadInput`` for none, or ``ExtraMissing``."""
    if ws.server.address is None:
        raise BadInput(msg("The file is not shared through a team server. Nothing was changed."))
    missing = extra.missing()
    if missing is not None:
        raise missing
    return ws.server.address


def _trip(ws: Workspace, address: Address, password: str) -> Exchanged:
    """One trip to the server; raises for one that came to nothing."""
    courier = ws.server.courier(address, password)
    try:
        told = courier.trip()
    finally:
        courier.close()
    ws.server.note(told)
    if told.problem is not None:
        raise told.problem
    return told


# ---- what is said --------------------------------------------------------------------------------------


def _none() -> str:
    return _("The file is not shared through a team server.")


def _sync_words(told: Exchanged) -> str:
    came = told.news.transactions
    if not told.sent and not came:
        return _("Everything is shared already.")
    sent = ngettext("{n} change was sent.", "{n} changes were sent.", told.sent).format(n=told.sent)
    brought = ngettext("{n} change has come.", "{n} changes have come.", came).format(n=came)
    return " ".join(words for words, count in ((sent, told.sent), (brought, came)) if count)


def _outcome(told: Exchanged, words: list[str], data: dict[str, Any]) -> Outcome:
    """What a trip has brought; changes that wait make the code say so."""
    from kpidesk.workspace import ServerState

    stuck = stuck_words(ServerState(contested=told.contested, unreadable=told.unreadable))
    trip = {"sent": told.sent, "received": told.news.transactions, "waiting_text": stuck}
    return Outcome("\n".join([*words, *stuck]), {**data, **trip}, WAITING if stuck else 0)


def _joined(options: argparse.Namespace, address: Address, *, written: bool) -> dict[str, Any]:
    trip = {"sent": 0, "received": 0, "waiting_text": []}
    return {"file": options.file, "server": str(address), "written": written, **trip}


def _standing(address: Address | None, there: bool | None, problem: UserError | None) -> dict[str, Any]:
    answers = None if address is None else problem is None
    told = said("problem", None if problem is None else problem.message)
    return {"server": None if address is None else str(address), "answers": answers, "there": there, **told}


def _silent(_done: int, _whole: int) -> None:
    """A command tells what has come, not how far it is."""


def _never() -> bool:
    """Ctrl+C ends a command by itself."""
    return False
