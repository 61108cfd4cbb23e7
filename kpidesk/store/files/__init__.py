"""The files of a workspace: snapshots, the private working copy, backups, copies vetted, redacted or rescued."""

from typing import TYPE_CHECKING

from kpidesk import lazily

if not TYPE_CHECKING:
    __getattr__ = lazily.modules(
        __name__,
        (
            "backups",
            "kept_numbers",
            "parts",
            "passed",
            "recovery",
            "redact",
            "rekey",
            "renaming",
            "shelf",
            "snapshot",
            "verify",
            "vet",
            "vetted",
            "working_copy",
        ),
    )
