"""Who else has the file open, told by the server's channel: sealed, once for a machine, and gone with whoever goes."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from kpidesk.hub import here
from kpidesk.hub.courier import Courier
from kpidesk.hub.here import Here, Somebody
from kpidesk.hub.place import Place
from kpidesk.hub.wire import payload, seal
from kpidesk.workspace import Workspace
from tests.hub.conftest import Hub
from tests.table import table

SPACE = b"s" * 16


def staying(hub: Hub, ws: Workspace, user: str) -> Courier:
    """One who carries for an open file, as the window has it; on a machine of that name."""
    made = ws.server.courier(hub.address(user), "")
    hub.couriers.append(made)
    made.who = lambda: Somebody(user.title(), f"pc-{user}", user)
    return made


def met(hub: Hub, ws: Workspace, courier: Courier) -> list[str]:
    """Whom a trip finds there; afterwards it waits for news, for no time at all."""
    found = [f"{there.who} {there.machine}" for there in hub.trip(ws, courier).others]
    courier.wait_for_news(0)
    return found


def test_those_who_wait_for_news_see_each_other_until_they_go(hub: Hub, ws: Workspace) -> None:
    hub.place(ws)
    own = ws.server.courier(hub.address(), "")
    hub.couriers.append(own)
    assert own.who is not None and own.who().who == ws.author
    kari = staying(hub, ws, "kari")
    assert met(hub, ws, kari) == []
    other = hub.join(ws)
    with hub.bare() as listening:
        listening.execute(f'LISTEN "kd_{ws.sharing.identity}"')  # type: ignore[call-overload]
        ola = staying(hub, other, "ola")
        hub.trip(other, ola)
        assert not kari.wait_for_news(0), "who makes one trip is not there"
        ola.wait_for_news(0)
        (heard,) = listening.notifies(timeout=10, stop_after=1)
    assert heard.payload.startswith(here.MARK) and "Ola" not in heard.payload
    assert kari.wait_for_news(60), "one who comes is worth a trip"
    assert met(hub, ws, kari) == ["Ola pc-ola"]
    assert ola.wait_for_news(60) and met(hub, other, ola) == ["Kari pc-kari"], "and is answered"
    ola._line.here._due = 0  # type: ignore[union-attr]
    assert not ola.wait_for_news(0) and not kari.wait_for_news(0), "who is there still is not"
    ola.close()
    hub.couriers.remove(ola)
    assert kari.wait_for_news(60) and met(hub, ws, kari) == []


def said(word: str = here.HERE, device: str = "other", since: str = "2026-03-16 09:00+00:00") -> bytes:
    """What somebody says, as bytes."""
    return f'["{word}", "own", "Per\\u0007", "{"m" * 200}", "{device}", "{since}"]'.encode()


@table(
    "words, sealed_for",
    [
        (said(since="yesterday"), here.SESSION),
        (said(since="1950-01-01"), here.SESSION),
        (said(), b"elsewhere"[:8]),
        (b'["here"]' + b" " * 20, here.SESSION),
        (b"[" * 3000, here.SESSION),
        (b'{"here": 1}' + b" " * 20, here.SESSION),
        (said(device="mine"), here.SESSION),
    ],
)
def test_what_is_odd_or_our_own_is_nobody(words: bytes, sealed_for: bytes) -> None:
    key = seal.Seal(seal.new_data_key(), SPACE)
    listening = Here(Place(SPACE, key))
    listening._device = "mine"
    data = payload.shut(words, key, seal.place(SPACE, sealed_for, 0, 0))
    for told in (here.MARK + base64.b64encode(data).decode(), here.MARK, f"{here.MARK}ø", here.MARK + "A" * 9000):
        assert not listening.hear(told) and listening.others() == ()


def test_who_has_said_nothing_for_long_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    listening = Here(Place(SPACE))
    told = here.MARK + base64.b64encode(payload.shut(said(), None, b"")).decode()
    assert listening.hear(told) and not listening.hear(told)
    (there,) = listening.others()
    assert (there.who, len(there.machine)) == ("Per", 80)
    monkeypatch.setattr(here, "STALE", dt.timedelta(seconds=-1))
    assert listening.others() == ()
