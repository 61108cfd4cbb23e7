"""Two logs made one, and what that changed."""

from typing import TYPE_CHECKING

from kpidesk import lazily

if not TYPE_CHECKING:
    __getattr__ = lazily.modules(
        __name__,
        ("merge_report", "mixing", "steps", "taken", "union"),
    )
