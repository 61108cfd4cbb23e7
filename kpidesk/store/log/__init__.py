"""The log of changes and the state that it yields: writing, reading, folding, undoing, telling."""

from typing import TYPE_CHECKING

from kpidesk import lazily

if not TYPE_CHECKING:
    __getattr__ = lazily.modules(
        __name__,
        (
            "changes",
            "codec",
            "conflicts",
            "digest",
            "entity_cache",
            "fold",
            "glance",
            "history",
            "history_query",
            "merge_record",
            "readback",
            "resolution",
            "restore_record",
            "rewind",
            "row_ids",
            "seen",
            "state",
            "statements",
            "transaction",
            "undo",
            "unhappen",
            "values",
            "vector",
            "writer",
        ),
    )
