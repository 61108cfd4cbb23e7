"""Sentences for programs: the code of what is said stands beside its words, and stays when the words change."""

from __future__ import annotations

from kpidesk.text import Message

SCHEMA = 1
"""The version of every document that ``--json`` prints; it grows when a field changes its meaning."""


def said(name: str, message: Message | None) -> dict[str, str | None]:
    """A sentence as two fields: its code under ``name``, its words under ``name_text``."""
    if message is None:
        return {name: None, f"{name}_text": None}
    return {name: message.code or None, f"{name}_text": str(message)}
