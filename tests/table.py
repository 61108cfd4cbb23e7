"""Many small cases in one test: to collect, begin and report a test of its own for each would take longer than it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest


def table(names: str, rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try a test on all rows, with a value for each of the names, as ``parametrize`` does, and name all that fail.

    What is built anew for each test is the same for all rows: only for tests that leave nothing behind.
    """
    columns, all_rows = [each.strip() for each in names.split(",")], list(rows)
    assert all_rows, "a table without rows would hold whatever happens"

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def whole(**others: Any) -> None:
            cases = [dict(zip(columns, _values(row, len(columns)), strict=True)) for row in all_rows]
            faults = list(_faults(test, cases, others))
            if faults:
                raise BaseExceptionGroup(f"{len(faults)} of {len(cases)} rows", faults)

        asked = inspect.signature(test)
        others = [each for name, each in asked.parameters.items() if name not in columns]
        whole.__signature__ = asked.replace(parameters=others)  # type: ignore[attr-defined]
        return whole

    return decorate


def _values(row: Any, columns: int) -> tuple[Any, ...]:
    return (row,) if columns == 1 else tuple(row)


def _faults(test: Callable[..., None], cases: list[dict[str, Any]], others: dict[str, Any]) -> Iterator[BaseException]:
    for case in cases:
        try:
            test(**case, **others)
        except (Exception, pytest.fail.Exception) as fault:
            fault.add_note(", ".join(f"{name} = {value!r}" for name, value in case.items()))
            yield fault
