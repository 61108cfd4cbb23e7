"""What a merge took in, apart from what merges: most looks at the shared file find nothing new."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from kpidesk.records import record


@record
class Taken:
    """What a merge took in: transactions, operations and measurements, and which rows they touch."""

    transactions: list[int] = field(default_factory=list)
    operations: int = 0
    measurements: int = 0
    rows: set[int] = field(default_factory=set)
    measured: set[int] = field(default_factory=set)
    skipped_moves: list[tuple[int, int]] = field(default_factory=list)
    measured_changes: list[tuple[int, int, Any, Any, int]] = field(default_factory=list)
    """Input row, period code, stored value before and after, transaction."""
