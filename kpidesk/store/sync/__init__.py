"""The user's file among colleagues: carried there and back, who is there, other versions beside it."""

from typing import TYPE_CHECKING

from kpidesk import lazily

if not TYPE_CHECKING:
    __getattr__ = lazily.modules(
        __name__,
        ("conflict_copies", "presence", "shared_file", "sync_worker"),
    )
