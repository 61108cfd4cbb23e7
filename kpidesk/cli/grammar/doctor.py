"""The grammar of the examination."""

from __future__ import annotations

from kpidesk.cli.grammar.command import command
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups


def add_doctor(groups: Groups) -> None:
    """What support asks for first."""
    words = _("check this machine and how a file’s folder behaves: versions, locations, permissions, free space")
    doctor = command(groups, "doctor", words, "system.doctor.doctor")
    doctor.add_argument("file", nargs="?", metavar=_("FILE"), help=_("a KPI Desk file; it is only read, never changed"))
