"""What stands for something else: the exit codes, in one table, and the codes that stand beside sentences."""

from __future__ import annotations

from kpidesk.text import Message, msg

SCHEMA = 1
"""The version of every document that ``--json`` prints; it grows when a field changes its meaning."""
DONE, REFUSED, USAGE, LEFT_OUT, WAITING, STOPPED = 0, 1, 2, 3, 4, 130
EXITS = {
    DONE: msg("done"),
    REFUSED: msg("refused or failed, with the reason on standard error. Nothing was changed"),
    USAGE: msg("wrong usage. Nothing was done"),
    LEFT_OUT: msg("numbers were imported, but some rows with numbers were left out"),
    WAITING: msg("something is waiting"),
    STOPPED: msg("stopped with Ctrl+C; nothing half-done was kept"),
}
"""Every code that the program ends with, and what it means."""
USUAL = (DONE, REFUSED, USAGE, STOPPED)
"""How every command can end; a command that can end otherwise as well says so in its grammar."""


def said(name: str, message: Message | None) -> dict[str, str | None]:
    """A sentence as two fields: its code under ``name``, its words under ``name_text``."""
    if message is None:
        return {name: None, f"{name}_text": None}
    return {name: message.code or None, f"{name}_text": str(message)}
