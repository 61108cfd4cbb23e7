"""Any accounts come out as another reading of the same file has them, in every version, whole or in parts."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpidesk.exchange.accounts.amounts import KRONE
from kpidesk.exchange.accounts.figures import COUNTS
from kpidesk.exchange.accounts.reading import AccountsReading, read_accounts
from tests import long
from tests.exchange.accounts import second_reading as second
from tests.exchange.accounts.saft_made import A, L, Made, V

IDS = [
    "1200", "1350", "1460", "1500", "1530", "1580", "1700", "1920", "1950", "2000", "2220", "2380", "2400", "2460",
    "2600", "2700", "2710", "2740", "2800", "2900", "3000", "3100", "3200", "3300", "3900", "4300", "5000", "5800",
    "6000", "6300", "8150", "8300",
]  # fmt: skip
VERSIONS = ("1.00", "1.10", "1.20", "1.30", "1.40")
ORE = st.integers(-10_000_000, 10_000_000).filter(bool)


def written(ore: int) -> str:
    return f"{Decimal(ore) / 100}"


@st.composite
def vouchers(draw: st.DrawFn, month: int, number: int) -> V:
    """A voucher of some lines that come to nought, some with a customer."""
    sizes = draw(st.lists(ORE, min_size=1, max_size=5))
    sizes.append(-sum(sizes))
    customer = draw(st.sampled_from(["", "", "K1"]))
    lines = [L(draw(st.sampled_from(IDS)), written(size), customer, document="7") for size in sizes]
    return V(f"{number}", f"2025-{month:02}-{draw(st.integers(1, 28)):02}", lines, period=f"{month:02}")


@st.composite
def years(draw: st.DrawFn) -> tuple[list[A], list[V], str]:
    accounts = [A(id_, written(draw(st.integers(-10_000_000, 10_000_000)))) for id_ in IDS]
    months = draw(st.lists(st.integers(1, 4), min_size=1, max_size=12))
    made = [draw(vouchers(month, number)) for number, month in enumerate(sorted([1, *months]), 1)]
    return accounts, made, draw(st.sampled_from(VERSIONS))


def held_against(reading: AccountsReading, expected: dict[int, dict[str, Decimal]]) -> None:
    for period in reading.months:
        named = expected.get(period.first.month)
        if named is None:  # a month without vouchers, of which the other reading knows nothing
            continue
        for name, value in named.items():
            exact = reading.figures.months[name][period]
            assert (Decimal(exact) if name in COUNTS else Decimal(exact) / KRONE) == value, (name, period)


@settings(max_examples=long.either(30, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(years())
def test_any_accounts_agree_with_another_reading(made: tuple[list[A], list[V], str]) -> None:
    accounts, booked, version = made
    plain = [A(a.id, a.opening, like=a.id[:2], category="NA", code="NA", standard=a.id) for a in accounts]
    with tempfile.TemporaryDirectory() as folder:
        path = Made(plain, booked, version=version).write(Path(folder) / "a.xml")
        reading = read_accounts([path])
        held_against(reading, second.figures(path))
        halves = [[v for v in booked if (v.period or "") <= "02"], [v for v in booked if (v.period or "") > "02"]]
        if all(halves):
            one = Made(plain, halves[0], version=version, last="2025-02-28").write(Path(folder) / "1.xml")
            two = Made([A(a.id, standard=a.id, category="NA", code="NA") for a in accounts], halves[1], version=version,
                       first="2025-03-01").write(Path(folder) / "2.xml")  # fmt: skip
            parts = read_accounts([two, one])
            held_against(parts, second.figures(path))
    assert "cash_differs" not in [finding.code for finding in reading.findings]
