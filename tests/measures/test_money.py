"""Amounts as people write them, and those that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.measures.models import MOST_EUROS
from app.measures.money import BelowZero, NotAnAmount, NotWhole, TooMuch, euros_in

WAYS = (
    "{plain}",
    "{points}",
    "{commas}",
    "{spaces}",
    "{points} €",
    "€ {plain}",
    "EUR {points}",
    "{plain} Euro",
    "{points},00",
    "{commas}.00",
    "{plain},-",
    "{points},–",
    "{spaces} €",
    "{thin}",
)


@given(st.integers(0, MOST_EUROS), st.sampled_from(WAYS))
def test_every_usual_way_to_write_an_amount_is_understood(euros: int, way: str) -> None:
    apart = f"{euros:,}"
    written = way.format(
        plain=euros,
        points=apart.replace(",", "."),
        commas=apart,
        spaces=apart.replace(",", " "),
        thin=apart.replace(",", "\u202f"),
    )

    assert euros_in(written) == euros


@given(st.text(max_size=30))
def test_any_other_text_is_an_amount_within_bounds_or_told(text: str) -> None:
    try:
        euros = euros_in(text)
    except NotAnAmount:
        return
    assert 0 <= euros <= MOST_EUROS


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-1", BelowZero),
        ("−200 €", BelowZero),
        ("12,50", NotWhole),
        ("1.500,50", NotWhole),
        ("1,500.5", NotWhole),
        ("1.5", NotWhole),
        ("0,125", None),
        ("1000000000", TooMuch),
        ("9" * 400, TooMuch),
        ("viel", NotAnAmount),
        ("1.50.0", NotAnAmount),
        ("1.500.00", NotAnAmount),
        ("", NotAnAmount),
        ("€", NotAnAmount),
        ("١٥٠٠", NotAnAmount),
        ("1e3", NotAnAmount),
    ],
)
def test_what_is_wrong_is_told_apart(text: str, problem: type[NotAnAmount] | None) -> None:
    if problem is None:
        # Three digits behind the comma are thousands, as everywhere.
        assert euros_in(text) == 125
        return
    with pytest.raises(problem) as told:
        euros_in(text)
    assert told.type is problem
