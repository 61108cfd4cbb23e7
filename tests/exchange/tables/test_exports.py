"""What shops, tills, banks, accounts and offices give out comes out right; each is built from a public description."""

from __future__ import annotations

import pytest

from kpidesk.exchange.tables.saying import answered, changed
from kpidesk.exchange.tables.understood import Said
from tests.exchange.tables.sheets import by_name, questions, read


def reasons(text: str, said: Said = Said()) -> set[str]:  # noqa: B008
    return {each.key for each in read(text, said).left_out if each.key != "words"}


WOOCOMMERCE = """Date,Orders,"Gross sales",Returns,Coupons,"Net sales",Taxes,Shipping,"Total sales"
2026-09-01 00:00:00,12,8400.00,0.00,150.00,8250.00,2062.50,590.00,10902.50
2026-09-02 00:00:00,9,6100.00,-400.00,0.00,5700.00,1425.00,390.00,7515.00
2026-09-03 00:00:00,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00
"""


def test_a_web_shop_gives_each_of_its_columns() -> None:
    found = read(WOOCOMMERCE)
    assert questions(found) == []
    assert by_name(found)["Net sales"] == {"2026-09-01": 8250, "2026-09-02": 5700, "2026-09-03": 0}
    assert by_name(found)["Total sales"] == {"2026-09-01": 10902.5, "2026-09-02": 7515, "2026-09-03": 0}


ZETTLE = """Zettle
Fjordbrød bakeri AS
Rapport for perioden 01.09.2026 - 30.09.2026

Dato;Tidspunkt;Kvitteringsnummer;Betalingsmåte;Totalt (NOK);Mva (NOK);Kasserer
01.09.2026;08:12;1001;Kort;1 245,50;162,46;Kari
01.09.2026;09:40;1002;Kontant;89,00;11,61;Ola
02.09.2026;10:05;1003;Kort;450,00;58,70;Kari
;;;;1 784,50;232,77;
"""


def test_a_till_gives_the_sales_of_each_day_and_no_receipt_numbers() -> None:
    found = read(ZETTLE)
    assert by_name(found) == {
        "Totalt (NOK)": {"2026-09-01": 1334.5, "2026-09-02": 450},
        "Mva (NOK)": {"2026-09-01": 174.07, "2026-09-02": 58.7},
    }  # fmt: skip
    assert {each.unit for each in found.measures} == {"currency"}
    assert reasons(ZETTLE) == {"totals"}


SUMUP = """Date,Time,Transaction ID,Transaction Type,Status,Last 4 Digits,Description,Total,Net,Fee
"2026-09-01","08:12","TAAA1","Sale","Successful","1234","Kaffe",45.00,45.00,0.86
"2026-09-01","08:20","TAAA2","Sale","Successful","9876","Bolle",38.00,38.00,0.72
"2026-09-02","08:20","TAAA3","Sale","Failed","9876","Bolle",38.00,38.00,0.72
"""


def test_a_sale_that_failed_is_left_out_and_can_be_taken() -> None:
    assert by_name(read(SUMUP))["Total"] == {"2026-09-01": 83}
    assert reasons(SUMUP) == {"failed:Status"}
    told = read(SUMUP, changed(Said(), "take:failed:Status"))
    assert by_name(told)["Total"] == {"2026-09-01": 83, "2026-09-02": 38}


SEARCH_CONSOLE = """Date,Clicks,Impressions,CTR,Position
2026-09-03,11,900,1.22%,14.2
2026-09-02,9,870,1.03%,15.1
2026-09-01,14,950,1.47%,13.8
"""


def test_a_rate_that_is_worked_out_from_two_columns_is_left_out_and_can_be_taken() -> None:
    assert set(by_name(read(SEARCH_CONSOLE))) == {"Clicks", "Impressions", "Position"}
    told = read(SEARCH_CONSOLE, changed(Said(), "take:derived:CTR"))
    assert by_name(told)["CTR"] == {"2026-09-01": 1.47, "2026-09-02": 1.03, "2026-09-03": 1.22}


DNB = """"Dato";"Forklaring";"Rentedato";"Ut fra konto";"Inn på konto"
"01.09.2026";"Varekjøp Rema";"02.09.2026";"1 200,00";""
"02.09.2026";"Fra: Kunde AS";"02.09.2026";"";"15 000,00"
"02.09.2026";"Gebyr";"03.09.2026";"25,50";""
"""


def test_a_bank_asks_which_of_its_dates_counts_and_gives_the_net() -> None:
    assert questions(read(DNB)) == ["date"]
    booked = read(DNB, answered(Said(), "date", "0"))
    assert by_name(booked) == {"Inn på konto − Ut fra konto": {"2026-09-01": -1200, "2026-09-02": 14974.5}}
    interest = read(DNB, answered(Said(), "date", "2"))
    assert by_name(interest) == {"Inn på konto − Ut fra konto": {"2026-09-02": 13800, "2026-09-03": -25.5}}


HANDELSBANKEN = """Bokført dato;Rentedato;Tekst;Beløp;Saldo
30.09.2026;30.09.2026;Lønn;-45 000,00;105 000,00
29.09.2026;29.09.2026;Kunde;20 000,00;150 000,00
29.09.2026;29.09.2026;Kunde 2;30 000,00;130 000,00
28.09.2026;28.09.2026;Strøm;-3 000,00;100 000,00
"""


def test_the_balance_of_a_day_is_its_latest_also_when_the_newest_stands_first() -> None:
    found = read(HANDELSBANKEN)
    assert by_name(found)["Saldo"] == {"2026-09-28": 100_000, "2026-09-29": 150_000, "2026-09-30": 105_000}
    amount = found.measures[0]
    assert list(amount.numbers.values()) == [(-3000,), (30_000, 20_000), (-45_000,)]


TRIPLETEX = """Resultatrapport;;;;;
Fjordbrød bakeri AS;;;;;
Periode;01.01.2026 - 31.03.2026;;;;
;;;;;
Konto;Navn;jan. 2026;feb. 2026;mars 2026;Totalt
;Driftsinntekter;;;;
3000;Salgsinntekt, avgiftspliktig;-120 000,00;-130 500,00;-140 000,00;-390 500,00
3900;Annet;-10 000,00;-11 000,00;-12 000,00;-33 000,00
;Sum driftsinntekter;-130 000,00;-141 500,00;-152 000,00;-423 500,00
;Driftskostnader;;;;
4300;Innkjøp av varer;40 000,00;42 000,00;45 000,00;127 000,00
7700;Annet;60 000,00;60 000,00;62 000,00;182 000,00
;Årsresultat;-30 000,00;-39 500,00;-45 000,00;-114 500,00
"""


def test_accounts_down_and_months_across_keep_two_lines_of_one_name_apart() -> None:
    found = by_name(read(TRIPLETEX))
    assert found["Sum driftsinntekter"] == {"2026-01": -130_000, "2026-02": -141_500, "2026-03": -152_000}
    assert found["Driftsinntekter · Annet"]["2026-01"] == -10_000
    assert found["Driftskostnader · Annet"]["2026-01"] == 60_000
    assert "column:Totalt" in reasons(TRIPLETEX)


FIKEN = """Resultat 2025
Konto,Jan,Feb,Mar,Sum 2025
"3000 Salgsinntekt","100000,00","110000,00","120000,00","330000,00"
"""


def test_the_year_in_the_title_is_that_of_months_without_one() -> None:
    found = read(FIKEN)
    assert by_name(found) == {"3000 Salgsinntekt": {"2025-01": 100_000, "2025-02": 110_000, "2025-03": 120_000}}
    guess = next(each for each in found.guesses if each.key == "year")
    told = read(FIKEN, changed(Said(), "year", guess.others[-1].key))
    assert set(by_name(told)["3000 Salgsinntekt"]) != set(by_name(found)["3000 Salgsinntekt"])


SSB = """"07129: Omsetningsindeks, etter næring, måned og statistikkvariabel"

"næring (SN2007)";"måned";"Omsetningsindeks. Sesongjustert"
"47 Detaljhandel";"2026M01";"101,2"
"47 Detaljhandel";"2026M02";"102,0"
"56 Servering";"2026M01";"99,0"
"56 Servering";"2026M02";".."

"Fotnote:"
"Tallene er foreløpige"
"Kilde: SSB"
"""


def test_indices_of_trades_are_never_added_up_unless_somebody_says_so() -> None:
    assert by_name(read(SSB)) == {
        "47 Detaljhandel": {"2026-01": 101.2, "2026-02": 102}, "56 Servering": {"2026-01": 99},
    }  # fmt: skip
    assert reasons(SSB) == {"mark:.."}, "that a number is not there yet is listed"


NORGES_BANK = """FREQ;BASE_CUR;Basisvaluta;QUOTE_CUR;DECIMALS;UNIT_MULT;TIME_PERIOD;OBS_VALUE
B;EUR;Euro;NOK;4;0;2026-09-01;11,7012
B;EUR;Euro;NOK;4;0;2026-09-02;11,6934
B;USD;Amerikanske dollar;NOK;4;0;2026-09-01;10,0312
B;USD;Amerikanske dollar;NOK;4;0;2026-09-02;10,0411
"""


def test_currencies_are_kept_apart() -> None:
    assert by_name(read(NORGES_BANK)) == {
        "EUR": {"2026-09-01": 11.7012, "2026-09-02": 11.6934}, "USD": {"2026-09-01": 10.0312, "2026-09-02": 10.0411},
    }  # fmt: skip
    mixed = read("Dato;Beløp;Valuta\n2026-01-05;100,00;NOK\n2026-01-05;20,00;EUR\n2026-02-05;150,00;NOK\n")
    assert by_name(mixed) == {"NOK": {"2026-01-05": 100, "2026-02-05": 150}, "EUR": {"2026-01-05": 20}}


ANALYTICS = """# ----------------------------------------
# Reports snapshot
# Start date: 20260901
# End date: 20260903
Date,Active users,New users
20260901,120,33
20260902,110,31
20260903,130,40

# ----------------------------------------
Country,Active users
Norway,300
Sweden,60
"""


def test_of_several_reports_in_a_file_the_one_with_days_is_read() -> None:
    assert by_name(read(ANALYTICS))["New users"] == {"2026-09-01": 33, "2026-09-02": 31, "2026-09-03": 40}


def test_a_report_that_counts_its_days_without_a_start_asks_for_it() -> None:
    text = "Nth day,Active users\n0000,12\n0001,14\n"
    assert questions(read(text)) == ["start"]
    assert by_name(read(text, answered(Said(), "start", "2026-10-01"))) == {
        "Active users": {"2026-10-01": 12, "2026-10-02": 14}
    }
    assert by_name(read(text, changed(Said(), "start", "2026-09-14"))) == {
        "Active users": {"2026-09-14": 12, "2026-09-15": 14}
    }


@pytest.mark.parametrize(
    ("table", "currencies"),
    [
        ("Måned;Salg\n2026-01;1 355,90 €\n2026-02;900,00€\n", {"EUR"}),
        ('Month,Revenue\n2026-01,"$1,200.50"\n2026-02,"($50.00)"\n', {"USD"}),
        ("Måned;Salg (SEK);Svartid (sek)\n2026-01;1;2\n2026-02;3;4\n", {"SEK"}),
        ("Dato;Beløp;Valuta\n02.01.2026;1,50;NOK\n15.01.2026;2,50;NOK\n", {"NOK"}),
        ("Måned;Salg;Kommentar\n2026-01;1 200 kr;betalt i USD\n2026-02;900 kr;\n", set()),
    ],
)
def test_the_currencies_that_a_table_names_are_told(table: str, currencies: set[str]) -> None:
    assert read(table).currencies == currencies
