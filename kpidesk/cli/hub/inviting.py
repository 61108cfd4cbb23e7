"""An invitation to the team server of a file, for a colleague who is let in by the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import disk
from kpidesk.cli.codes import DONE, WAITING, said
from kpidesk.cli.hub.sharing import belongs, known_password
from kpidesk.cli.opening import Outcome, not_stored, opened
from kpidesk.cli.streams import refuse_standard
from kpidesk.errors import UserError
from kpidesk.hub import invitation
from kpidesk.hub.address import refuse_unless_users
from kpidesk.text import _

if TYPE_CHECKING:
    import argparse

    from kpidesk.hub.address import Address
    from kpidesk.workspace import Workspace


def invite(options: argparse.Namespace) -> Outcome:
    """Write an invitation, and let a user of the server in where one is named; who may not do that is told who may."""
    refuse_standard(options.output)
    refuse_unless_users([] if options.user is None else [options.user])
    user = options.user or ""
    path = Path(options.output if invitation.is_one(options.output) else options.output + invitation.ENDING)
    with opened(options) as ws:
        address = belongs(ws)
        found = invitation.of(address, ws.sharing.identity, ws.company.name, user)
        disk.refuse_unless_new(path)
        if options.dry_run:
            return _told(options, path, address, None)
        invitation.write(found, path)
        return _told(options, path, address, _refusal(ws, address, user))


def _refusal(ws: Workspace, address: Address, user: str) -> UserError | None:
    try:
        if user:
            ws.server.admit(address, known_password(address, ""), user)
    except UserError as error:
        return error
    return None


def _told(options: argparse.Namespace, path: Path, address: Address, problem: UserError | None) -> Outcome:
    written = not options.dry_run
    lines = [_("“{name}” is written. Send it to your colleague.").format(name=path)] if written else not_stored(options)
    if problem is not None:
        waits = _("“{user}” is not let into the file yet. Whoever runs the server can do that.")
        lines += [waits.format(user=options.user), str(problem)]
    data = {"file": str(path), "server": str(address), "user": options.user, "written": written}
    problem_words = said("problem", None if problem is None else problem.message)
    admitted = written and bool(options.user) and problem is None
    return Outcome(
        "\n".join(lines), {**data, "admitted": admitted, **problem_words}, DONE if problem is None else WAITING
    )
