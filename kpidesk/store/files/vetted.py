"""What a look at a file yields, apart from what looks: a file that has passed before is known without it."""

from __future__ import annotations

from kpidesk.records import record


@record(frozen=True)
class Vetted:
    """What a file says of itself, once it has passed."""

    workspace: bytes
    publish: bytes
    min_reader: int
    read_only: bool = False
