"""A trade as people call it leads to its template."""

from __future__ import annotations

from kpidesk import library, library_trades, text
from tests.table import table


@table("language", ["nb", "en"])
@table(
    "typed, wanted",
    [("fri", "hair_salon"), ("FRISØR", "hair_salon"), ("frisor", "hair_salon"), ("hair", "hair_salon"),
     ("rørlegger", "tradesperson"), ("tannlege", "clinic"), ("bakeri", "cafe_restaurant"), ("verksted", "car_workshop"),
     ("regnskap", "accounting_firm"), ("import", "wholesaler"), ("lite hotell", "small_hotel"),
     ("sykkel", "retail_store"), ("bicycle", "retail_store"), ("butikk", "retail_store")],
)  # fmt: skip
def test_a_trade_is_found_in_both_languages_whichever_is_spoken(language: str, typed: str, wanted: str) -> None:
    with text.using(language):
        assert library_trades.found(typed)[0].id == wanted


def test_nothing_typed_offers_every_template_by_its_name() -> None:
    names = [library.folded(each.name) for each in library_trades.found("  ")]
    assert len(names) == len(library.templates()) and names == sorted(names)


def test_every_name_of_a_template_leads_to_it() -> None:
    for language in text.LANGUAGES:
        with text.using(language):
            for each in library.templates():
                assert library_trades.found(each.name)[0].id == each.id


def test_what_was_typed_is_marked_in_the_name_where_it_stands() -> None:
    assert library_trades.beginning("Frisørsalong", "fri") == (0, 3)
    assert library_trades.beginning("Liten produksjonsbedrift", "prod") == (6, 10)
    assert library_trades.beginning("Frisørsalong", "hair") is None
    assert library_trades.beginning("Frisørsalong", "") is None
    assert library_trades.beginning("Kjærlighet", "kjæ") is None, "a folded letter that is two moves what follows"
