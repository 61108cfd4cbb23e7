"""A test over a table fails for every row that does, and says which."""

from __future__ import annotations

import pytest

from tests.table import table


def test_all_rows_that_fail_are_named() -> None:
    @table("one, other", [(1, 1), (1, 2), (3, 3), (4, 5)])
    def equal(one: int, other: int) -> None:
        assert one == other

    with pytest.raises(ExceptionGroup, match="2 of 4 rows") as caught:
        equal()
    assert [each.__notes__ for each in caught.value.exceptions] == [["one = 1, other = 2"], ["one = 4, other = 5"]]


def test_what_is_not_refused_is_a_fault_too() -> None:
    @table("text", ["x", "1"])
    def refused(text: str) -> None:
        with pytest.raises(ValueError, match="invalid literal"):
            int(text)

    with pytest.raises(BaseExceptionGroup, match="1 of 2 rows"):
        refused()


@table("letter", "ab")
@table("number", [1, 2])
def test_tables_and_fixtures_go_together(letter: str, number: int, tmp_path) -> None:
    assert tmp_path.is_dir() and letter in "ab" and number < 3


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(AssertionError, match="without rows"):
        table("one", [])
