"""What colleagues have stored in a shared file, and what going back would change, in words."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.commands import cycles, entry, goals, inputs, people
from kpidesk.domain.period import Frequency, Period
from kpidesk.wording.restored import restored_words
from kpidesk.wording.restores import restore_lines
from kpidesk.wording.sharing import news_words, present_words
from kpidesk.workspace import News, Present, Restored
from tests import own_kpis
from tests.wording.shop import NOON, Shop

TODAY = NOON.date()
W10, W11 = Period.parse("2026-W10"), Period.parse("2026-W11")
BACK = Restored(1, "Ola Nygård", NOON, NOON - dt.timedelta(days=3), 2, {"Kari Solberg": 1})

NEWS = [
    (News(1, ("Ola Nygård",)),
     "Ola har endret fellesfilen. Endringene er hentet inn her.",
     "Ola has changed the shared file. The changes are included here."),
    (News(2, ("Ola Nygård", "Pia Li")),
     "Ola og Pia har endret fellesfilen. Endringene er hentet inn her.",
     "Ola and Pia have changed the shared file. The changes are included here."),
    (News(1, ("Ola Nygård",), True),
     "Ola har lagret nye tall i fellesfilen. De er hentet inn her.",
     "Ola has saved new numbers in the shared file. They are included here."),
    (News(3, ("Ola Nygård", "Pia Li"), True),
     "Ola og Pia har lagret nye tall i fellesfilen. De er hentet inn her.",
     "Ola and Pia have saved new numbers in the shared file. They are included here."),
    (News(1, ("",)),
     "Fellesfilen er endret. Endringene er hentet inn her.",
     "The shared file has been changed. The changes are included here."),
    (News(1, ("Ola Nygård",), restores=(BACK,)),
     "Ola har gjenopprettet filen slik den var 9. mars. 2 endringer er tatt bort, én av dem din.",
     "Ola has restored the file as it was on 9 March. 2 changes were removed, one of them yours."),
    (News(2, ("Ola Nygård",), True, (BACK,)),
     "Ola har gjenopprettet filen slik den var 9. mars. 2 endringer er tatt bort, én av dem din."
     " Ola har lagret nye tall i fellesfilen. De er hentet inn her.",
     "Ola has restored the file as it was on 9 March. 2 changes were removed, one of them yours."
     " Ola has saved new numbers in the shared file. They are included here."),
]  # fmt: skip


@pytest.mark.parametrize(("news", "bokmål", "english"), NEWS)
def test_what_colleagues_have_stored_is_told_with_who_and_how_many_they_are(news, bokmål, english) -> None:
    for language, said in (("nb", bokmål), ("en", english)):
        with text.using(language):
            assert plain(news_words(news, "Kari Solberg", TODAY)) == said


RESTORED = [
    (None, "", "En kollega har gjenopprettet en tidligere versjon av filen."),
    (None, "Ola Nygård", "Ola har gjenopprettet en tidligere versjon av filen."),
    (NOON, "Ola Nygård", "Ola har gjenopprettet filen slik den var i dag kl. 12:00."),
    (NOON.replace(year=2025), "Ola Nygård", "Ola har gjenopprettet filen slik den var 12. mars 2025."),
]  # fmt: skip


@pytest.mark.parametrize(("then", "author", "said"), RESTORED)
def test_a_restore_is_told_with_the_moment_as_one_says_it_today(then, author, said) -> None:
    with text.using("nb"):
        assert plain(restored_words(Restored(1, author, NOON, then), "Kari", TODAY)) == said


@pytest.mark.parametrize(
    ("since", "language", "said"),
    [
        (NOON, "nb", "Ola har hatt filen åpen siden 12:00. Dere kan begge endre i den."),
        (NOON, "en", "Ola has had the file open since 12:00. You can both make changes."),
        (
            NOON - dt.timedelta(days=1),
            "nb",
            "Ola har hatt filen åpen siden 11. mars 12:00. Dere kan begge endre i den.",
        ),
        (NOON.astimezone(dt.UTC), "nb", "Ola har hatt filen åpen siden 12:00. Dere kan begge endre i den."),
    ],
)  # fmt: skip
def test_since_when_a_colleague_is_there_is_told_with_its_day_where_that_is_not_today(since, language, said) -> None:
    with text.using(language):
        assert plain(present_words([Present("Ola Nygård", "m", since)], NOON)) == said


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


# ---- what going back would change --------------------------------------------------------------------


GOING_BACK = {
    "nb": [
        ("Butikken AS: navn", "Butikken AS", "Butikken"),
        ("Mål: Faste kunder", "–", "kommer tilbake"),
        ("Mål: Nytt mål", "finnes", "forsvinner"),
        ("Omsetning, uke 10", "−20 kr", "1 284 500,50 kr"),
        ("Omsetning, uke 11", "5 kr", "–"),
    ],
    "en": [
        ("Butikken AS: name", "Butikken AS", "Butikken"),
        ("Objective: Faste kunder", "–", "restored"),
        ("Objective: Nytt mål", "is there", "removed"),
        ("Omsetning, week 10", "−20 kr", "1,284,500.50 kr"),
        ("Omsetning, week 11", "5 kr", "–"),
    ],
}


@pytest.fixture(scope="module")
def going_back(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str, str]]]:
    """What a restore would change, told in each language."""
    shop = Shop(tmp_path_factory.mktemp("restores"))
    with text.using("nb"):
        ws = shop.create()
        own_kpis.define(ws, name="Omsetning", unit="currency", frequency=Frequency.WEEK)
        till = inputs.input_named(ws, "Omsetning").uid
        entry.set_value(ws, till, W10, 1284500.5)
        cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
        goal = goals.add_objective(ws, "Faste kunder", cycle=cycle)
        other = goals.add_objective(ws, "Svinn", cycle=cycle)
        moment = shop.now
        shop.now += dt.timedelta(hours=1)
        goals.move_up(ws, other)
        entry.paste(ws, [(till, W10, -20.0), (till, W11, 5.0)])
        goals.delete(ws, [goal])
        goals.add_objective(ws, "Nytt mål", cycle=cycle)
        people.set_company(ws, name="Butikken AS")
        changes = ws.time.preview(moment).changes
        found = {}
        for language in ("nb", "en"):
            with text.using(language):
                lines = restore_lines(ws, changes)
            found[language] = sorted((plain(each.words), plain(each.before), plain(each.after)) for each in lines)
        shop.close()
    return found


@pytest.mark.parametrize("language", ["nb", "en"])
def test_going_back_tells_what_goes_what_comes_back_and_what_becomes_another(going_back, language: str) -> None:
    told = [line for line in going_back[language] if "Nytt mål: " not in line[0]]
    assert told == GOING_BACK[language]
