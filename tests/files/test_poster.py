"""A poster is one page, however much stands on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import segno

from app.files.poster import Poster
from app.files.typesetting import CannotBeTypeset, typeset_poster
from tests.files.papers import DRAWING
from tests.files.printed import (
    pages_of,
    says_of_itself,
    tags_in,
    text_of,
    words_for_figures,
    words_of,
)

ADDRESS = "https://check.example.de/public/own-lindenbruck/in2/2026"


def a_code() -> bytes:
    drawn = BytesIO()
    segno.make(ADDRESS).save(drawn, kind="svg")
    return drawn.getvalue()


POSTER = Poster(
    size="a4",
    title="Willkommen in Lindenbruck",
    language="de",
    direction="ltr",
    author="Lindenbruck",
    day=date(2026, 11, 26),
    kicker="Selbstcheck 2026",
    lead="Am weitesten sind wir beim Ankommen.",
    chart=DRAWING,
    alt="Ankommen 54 von 100",
    lists=[("Gelingt schon", ["Begrüßung"]), ("Kommt als Nächstes", ["Sprachcafé"])],
    note="Eine Selbsteinschätzung, kein Siegel.",
)


@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("a3", (842, 1191))])
def test_a_poster_is_one_tagged_page_of_its_size(
    size: str, points: tuple[int, int], tmp_path: Path
) -> None:
    pdf = typeset_poster(replace(POSTER, size=size), locks=tmp_path)

    with pikepdf.open(BytesIO(pdf)) as opened:
        assert [tuple(map(round, page.mediabox[2:])) for page in opened.pages] == [points]
    assert says_of_itself(pdf)["pdf/ua"] == "1"
    assert [tag for tag in tags_in(pdf) if tag in ("Title", "H1")] == ["Title", "H1", "H1"]
    assert words_for_figures(pdf) == ["Ankommen 54 von 100"]


def test_a_public_address_stands_beside_its_code(tmp_path: Path) -> None:
    poster = replace(
        POSTER, address=ADDRESS, code=a_code(), code_alt="QR-Code", code_text="Mehr dazu"
    )

    pdf = typeset_poster(poster, locks=tmp_path)

    assert words_for_figures(pdf) == ["Ankommen 54 von 100", "QR-Code"]
    assert ADDRESS in "".join(text_of(pdf, tmp_path).split())


def test_long_texts_get_small_and_stay_on_the_page(tmp_path: Path) -> None:
    lists = [(f"Liste {number}", ["Wort " * 40] * 5) for number in range(2)]

    pdf = typeset_poster(replace(POSTER, lead="Satz " * 100, lists=lists), locks=tmp_path)

    words = words_of(pdf, tmp_path).split()
    assert (pages_of(pdf), words.count("Wort"), words.count("Satz")) == (1, 400, 100)


def test_a_long_name_stays_on_the_page(tmp_path: Path) -> None:
    name = "Verwaltungsgemeinschaftoberlindenbruckunterbirkenfeld"

    pdf = typeset_poster(replace(POSTER, title=f"Willkommen in {name}"), locks=tmp_path)

    assert name in words_of(pdf, tmp_path)


def test_a_draft_says_so(tmp_path: Path) -> None:
    pdf = typeset_poster(replace(POSTER, draft="Entwurf"), locks=tmp_path)

    assert words_of(pdf, tmp_path).count("Entwurf") == 1


def test_a_chart_without_words_for_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotBeTypeset, match="alt"):
        typeset_poster(replace(POSTER, alt=""), locks=tmp_path)
