"""The pages of papers: what they say, what they keep, and who may."""

from __future__ import annotations

from tests.builders import address, an_assessment
from tests.papers.towns import MINORITY, a_full_town, checklist, measure_titles, note_of
from tests.visitor import Visitor


def test_the_papers_of_a_self_check_are_offered(visitor: Visitor) -> None:
    page = visitor.opens(address(an_assessment(), "papers"))
    assert page.texts("h2") == [
        "Beschlussvorlage",
        "Bericht",
        "Aushang",
        "Öffentliche Zusammenfassung",
    ]


def test_the_report_says_everything(visitor: Visitor) -> None:
    page = visitor.opens(address(a_full_town(), "papers/report"))
    for criterion in checklist().criteria:
        assert criterion.title.in_language("de") in page.text
        number = checklist().numbers[criterion.key]
        assert note_of(number) in page.text
    for title in (*measure_titles(), MINORITY):
        assert title in page.text
