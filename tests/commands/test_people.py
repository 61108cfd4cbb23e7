"""A person keeps to be one and the same under another name, in every copy and at the keys of every machine."""

from __future__ import annotations

import pytest

from kpidesk.commands import people
from kpidesk.domain.entities import Person
from kpidesk.errors import BadInput, RuleBroken


def test_another_name_is_for_nobody_else_and_keeps_who_is_at_the_keys(shop):
    ws = shop.create()
    kari, per = (people.add_person(ws, name) for name in ("Kari Solberg", "Per Aas"))
    for typed, why in (("  ", BadInput), ("per AAS", RuleBroken)):
        with pytest.raises(why):
            people.rename_person(ws, typed, uid=kari)
    people.rename_person(ws, " Kari  Berg ", uid=kari)
    assert [each.name for each in ws.all(Person)] == ["Kari Berg", "Per Aas"]
    assert people.me(ws) == kari, "she still signs with the name that she had"
    assert people.known_as(ws, "per aas") == per and people.known_as(ws, "Nobody") is people.known_as(ws, "") is None
    people.rename_person(ws, "Kari Solberg", uid=per)
    assert people.me(ws) == per, "whoever has a name now comes before who had it"
    done = len(ws.undoing.undoable)
    people.rename_person(ws, "Kari Solberg", uid=per)
    assert len(ws.undoing.undoable) == done, "the same name is no change"
    assert people.known_as(ws, "Per Aas") == per and people.known_as(ws, "Nora") is None
    for name in ("Nora", "Per Aas"):
        people.rename_person(ws, name, uid=per)
    assert people.known_as(ws, "Nora") == per, "who bore it is known although it was asked for before"


def test_two_names_for_one_person_meet_as_other_names_do(shop):
    ws = shop.create()
    kari = people.add_person(ws, "Kari")
    copy = shop.folder / "kopi.kpidesk"
    ws.sharing.save_copy(copy)
    ola = shop.open(copy, "Ola")
    people.rename_person(ws, "Kari Berg", uid=kari)
    people.rename_person(ola, "Kari Solberg", uid=kari)
    ola.sharing.save_copy(shop.folder / "tilbake.kpidesk")
    ws.merging.merge(shop.folder / "tilbake.kpidesk")
    assert ws.get(Person, kari).name == "Kari Solberg"
    assert [(each.cell, each.uid) for each in ws.merging.conflicts()] == [("person.name", kari)]
