"""The name of whoever sits here, from the machine."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from kpidesk import login

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows tells the display name by itself")


@pytest.mark.parametrize(
    ("comment", "name"),
    [("Mona Lie,,,", "Mona Lie"), ("& Lie", "Mona Lie"), ("", ""), ("mona", ""), ("Mona", ""), (" ,x", "")],
)
def test_the_first_field_of_the_account_is_the_name_unless_it_is_only_the_login(
    comment: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pwd.getpwuid", lambda _uid: SimpleNamespace(pw_gecos=comment, pw_name="mona"))
    assert login.full_name() == name


def test_an_account_that_no_list_holds_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_uid: int) -> None:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert login.full_name() == ""
