"""How a file stands against its team server; of one that belongs to none nothing is said, and nothing is loaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk.doctor.findings import Finding, fine, note, trouble
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.hub.address import Address


def examine(file: Path, home: Home) -> Iterator[Finding]:
    """Whether what it takes is installed, how the connection is protected, and whether the server answers."""
    if not any(home.working_copies.glob("*.hub")):
        return
    from kpidesk.hub import extra, membership

    found = membership.of_file(home, file)
    if found is None:
        return
    identity, address = found
    missing = extra.missing()
    if address is None:
        words = msg("Which team server the file is shared through can’t be read on this machine. Share it there again.")
        yield trouble("server_unknown", words)
    elif missing is not None:
        yield trouble("server_part_missing", missing.message)
    else:
        yield from _protection(address)
        yield _answer(address, identity)


def _protection(address: Address) -> Iterator[Finding]:
    from kpidesk.hub import passwords
    from kpidesk.hub.address import warning

    unsafe = warning(address)
    if unsafe is not None:
        yield note("server_unchecked", unsafe)
    if not (address.is_socket or passwords.can_keep()):
        words = msg("This machine has no keyring: the password of the team server is asked for each time.")
        yield note("no_keyring", words)


def _answer(address: Address, identity: str) -> Finding:
    from kpidesk.hub import meeting, passwords
    from kpidesk.hub.exchanged import HubUnreachable
    from kpidesk.hub.line.connection import connect

    try:
        with connect(address, os.environ.get(passwords.VARIABLE, "") or passwords.kept(address)) as connection:
            met = meeting.meet(connection, identity)
    except HubUnreachable as error:
        return note("server_silent", error.message)
    except UserError as error:
        return trouble("server_refuses", error.message)
    if met.refusal is not None or not met.there:
        return trouble("server_without_it", met.lines[1])
    return fine("server_answers", msg("The team server {server} answers, and the file is there.", server=address.shown))
