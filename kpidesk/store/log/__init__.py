"""The log of changes and the state that it yields: writing, reading, folding, undoing, telling."""

from typing import TYPE_CHECKING

from kpidesk import lazily

# What each cell passes through is not put off: whatever stands for a module costs at each use.
if not TYPE_CHECKING:
    __getattr__ = lazily.modules(
        __name__,
        (
            "conflicts",
            "fold",
            "glance",
            "history",
            "history_query",
            "merge_record",
            "readback",
            "resolution",
            "restore_record",
            "rewind",
            "seen",
            "transaction",
            "undo",
            "unhappen",
            "writer",
        ),
    )
