"""What changed since an earlier year: honest about what can be compared, useful with one year."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.assessments.actions import archive
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.domain.answers import State
from app.domain.scope import Scope
from app.extensions import db, now
from tests.builders import address, an_answer, an_assessment, every_answer
from tests.comparisons.conftest import AYear
from tests.visitor import Page, Visitor

UNKNOWN = {"state": State.UNKNOWN}
NOT_APPLICABLE = {"state": State.NOT_APPLICABLE, "reason": "gibt es hier nicht"}


def heat(page: Page) -> list[list[str]]:
    return page.table("Criteria and years")


def line(page: Page) -> list[list[str]]:
    return page.table("The line over the years")


def years_of(reader: Visitor, assessment: Assessment, query: str = "") -> Page:
    return reader.opens(address(assessment, "years") + query)


def test_comparability_stands_before_any_chart(reader: Visitor, worked: Assessment) -> None:
    page = years_of(reader, worked)

    kinds = ("comparability", "values", "way", "bridge", "moved", "targets-then", "dimensions")
    kinds += ("line", "heat")
    assert tuple(id for id in page.ids if id in kinds) == kinds
    assert page.table("Not comparable") == [["d", "new"], ["c", "no longer asked"]]


def test_a_criterion_on_one_side_only_is_never_zero_and_never_skipped(
    reader: Visitor, worked: Assessment
) -> None:
    page = years_of(reader, worked)

    assert heat(page) == [
        ["Dimension"],
        ["1.1 a", "2", "3"],
        ["1.2 b", "2", "2"],
        ["1.3 d", "not asked", "0"],
        ["No longer asked"],
        ["c", "0", "not asked"],
    ]


def test_what_does_not_apply_any_more_is_a_change_of_state(reader: Visitor, a_year: AYear) -> None:
    a_year(2025, a=2, b=0)
    later = a_year(2026, a=2, b=NOT_APPLICABLE)

    page = years_of(reader, later)

    assert page.table("The bridge from 2025 to 2026") == [
        ["2025", "–", "25.0"],
        ["States changed", "+25.0", "50.0"],
        ["2026", "–", "50.0"],
    ]
    assert "Of 3 comparable criteria: 1 changed its state." in page.text
    assert heat(page)[2] == ["1.2 b", "0", "does not apply"]


def test_one_year_alone_says_so_and_shows_itself(reader: Visitor, a_year: AYear) -> None:
    alone = a_year(2026, a=2, b=UNKNOWN)

    page = years_of(reader, alone)

    assert page.of_class("p", "lead") == ["There is no earlier self-check to compare with."]
    assert line(page) == [
        ["2026", "50.0", "not complete: 1 of 3", "1.0.0", "full form", "not finished"]
    ]
    assert heat(page) == [["Dimension"], ["1.1 a", "2"], ["1.2 b", "don’t know"], ["1.3 c", "open"]]
    assert ("See the result of 2026", address(alone, "result")) in page.links


def test_missing_years_are_gaps_in_the_line_and_no_columns(reader: Visitor, a_year: AYear) -> None:
    a_year(2023, a=1, b=1, c=1)
    later = a_year(2026, a=2, b=2, c=2)

    page = years_of(reader, later)

    assert [row[:2] for row in line(page)] == [
        ["2023", "25.0"],
        ["2024", "no self-check"],
        ["2025", "no self-check"],
        ["2026", "50.0"],
    ]
    assert "2023: 25.0; 2024: no self-check; 2025: no self-check; 2026: 50.0" in page.text


def test_another_year_can_be_chosen(reader: Visitor, a_year: AYear) -> None:
    for year, level in ((2023, 0), (2024, 1), (2025, 2)):
        a_year(year, a=level, b=level, c=level)
    later = a_year(2026, a=4, b=4, c=4)

    page = reader.presses(years_of(reader, later), "Compare", {"with": "2023"})

    assert page.title == "What changed since 2023: Musterort 2026"
    assert page.table("The bridge from 2023 to 2026")[0] == ["2023", "–", "0.0"]
    assert page.fields["with"] == "2023"


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ("2019", "There is no self-check of 2019."),
        ("2024", "The self-check of 2024 is archived and stays out."),
        ("2026", "2026 is not earlier than 2026."),
        ("2031", "2031 is not earlier than 2026."),
        ("٢٠٢٥", "What was chosen is not a year."),
        ("-1", "What was chosen is not a year."),
        ("<b>", "What was chosen is not a year."),
        ("9" * 5000, "What was chosen is not a year."),
    ],
)
def test_a_chosen_year_that_is_missing_is_named_and_the_page_stays_useful(
    reader: Visitor, a_year: AYear, asked: str, complaint: str
) -> None:
    archive(a_year(2024, a=1, b=1, c=1), by="desk")
    a_year(2025, a=1, b=1, c=1)
    later = a_year(2026, a=2, b=2, c=2)

    page = years_of(reader, later, f"?with={asked}")

    assert page.of_class("p", "kern-title") == [f"Please check: {complaint}"]
    assert "Compared instead with 2025, the latest earlier self-check." in page.text
    assert page.table("The bridge from 2025 to 2026")[0] == ["2025", "–", "25.0"]


def test_an_archived_year_stays_out(reader: Visitor, a_year: AYear) -> None:
    archive(a_year(2025, a=1, b=1, c=1), by="desk")
    later = a_year(2026, a=2, b=2, c=2)

    page = years_of(reader, later)
    result = reader.opens(address(later, "result"))

    assert [row[0] for row in line(page)] == ["2026"]
    assert not [words for words, _ in result.links if words.startswith("What changed")]


def test_years_that_are_not_complete_are_shown_and_marked(reader: Visitor, a_year: AYear) -> None:
    a_year(2025, a=2)
    later = a_year(2026, a=2, b=2, c=2)

    page = years_of(reader, later)

    assert "2025 is not complete: 1 of 3 applicable criteria have a level." in page.text
    assert page.table("Values then and now")[0] == [
        "Total", "50.0", "50.0", "no clear change", "50.0", "not complete: 1 of 3", "50.0",
        "3 of 3",
    ]  # fmt: skip
    assert 'class="chart-incomplete"' in page.html


def test_less_than_three_points_are_no_clear_change(reader: Visitor, example_town: str) -> None:
    then = an_assessment(year=2025)
    later = an_assessment(then.municipality, year=2026)
    for each in (then, later):
        every_answer(each, level=1)
    an_answer(later, "mi_website", level=2)

    page = years_of(reader, later)

    assert page.table("Values then and now")[0][1:4] == ["33.3", "34.3", "no clear change"]
    assert page.of_class("p", "lead")[1] == (
        "No clear change over the shared criteria: 33.3 in 2025, 34.3 in 2026 (of 100)."
    )
    assert "Multilingual website" in page.of_class("ul", "moved")[0]


def test_where_there_is_no_bridge_the_page_says_why(reader: Visitor, a_year: AYear) -> None:
    a_year(2025, c=2)
    later = a_year(2026, "1.1.0", a=3, b=2, d=0)

    page = years_of(reader, later)

    assert (
        "The difference cannot be told apart here. Of the criteria that both years share, "
        "none counted in the earlier year."
    ) in page.text
    assert reader.gets(address(later, "years/bridge.svg")).status_code == 404


def test_what_moved_stands_with_the_notes_of_then_and_now(reader: Visitor, a_year: AYear) -> None:
    a_year(2025, a={"level": 1, "note": "Nur ein Flyer."}, b=3, c=UNKNOWN)
    later = a_year(2026, a={"level": 3, "note": "Fünf Sprachen."}, b=1, c=2)

    page = years_of(reader, later)

    assert (
        "Of 3 comparable criteria: 1 criterion moved up, 1 moved down, and 1 changed its state"
        in (page.text)
    )
    up, down, state = page.of_class("ul", "moved")
    assert up == (
        "a: 1 Stufe 1 → 3 Stufe 3 Notes then and now – a "
        "2025: 1 Stufe 1 Nur ein Flyer. 2026: 3 Stufe 3 Fünf Sprachen."
    )
    assert (down, state) == ("b: 3 Stufe 3 → 1 Stufe 1", "c: don’t know → 2 Stufe 2")


def test_targets_of_then_are_held_against_the_levels_of_now(reader: Visitor, a_year: AYear) -> None:
    a_year(2025, a={"level": 1, "target": 3}, b=1, c=UNKNOWN)
    later = a_year(2026, a=2, b=2, c=4)

    page = years_of(reader, later)

    assert "1 of 2 targets of 2025 are reached in 2026." in page.text
    assert page.table("Targets and reality") == [
        ["a", "3 Stufe 3", "2 Stufe 2", "missed"],
        ["b", "2 Stufe 2 (proposed)", "2 Stufe 2", "reached"],
    ]


def test_a_finished_year_says_since_when(reader: Visitor, a_year: AYear) -> None:
    earlier = a_year(2025, a=1, b=1, c=1)
    finish(earlier, by="desk")
    earlier.finished_at = earlier.finished_at and earlier.finished_at.replace(2026, 3, 15)
    later = a_year(2026, a=2, b=2, c=2)

    page = years_of(reader, later)

    assert [row[-1] for row in line(page)] == ["finished on March 15, 2026", "not finished"]


def test_another_version_or_form_is_marked_in_the_line(reader: Visitor, worked: Assessment) -> None:
    page = years_of(reader, worked)

    assert 'class="chart-break"' in page.html
    assert ">version 1.1.0</text>" in page.html


def test_the_page_that_did_not_change_is_not_sent_again(
    reader: Visitor, worked: Assessment, a_year: AYear
) -> None:
    def asked(tag: str) -> int:
        headers = {"If-None-Match": tag}
        return reader.gets(address(worked, "years"), headers=headers).status_code

    tag = reader.gets(address(worked, "years")).headers["ETag"]

    assert asked(tag) == 304
    an_answer(worked, "a", level=4)
    assert asked(tag) == 200
    tag = reader.gets(address(worked, "years")).headers["ETag"]
    a_year(2020, a=1, b=1, c=1)
    assert asked(tag) == 200


def test_result_overview_and_desk_lead_to_what_changed(reader: Visitor, worked: Assessment) -> None:
    desk = f"/municipalities/{worked.municipality.key}"
    pages = [address(worked, "result"), address(worked), desk]

    for page in map(reader.opens, pages):
        assert ("What changed since 2025", address(worked, "years")) in page.links
    assert reader.opens(desk).table("The line over the years")[0][:2] == ["2025", "33.3"]


def test_the_first_year_leads_nowhere(reader: Visitor, worked: Assessment, a_year: AYear) -> None:
    first = address(worked).replace("2026", "2025")

    for page in map(reader.opens, (first, f"{first}/result")):
        assert not [words for words, _ in page.links if words.startswith("What changed")]


def test_a_result_kept_by_the_browser_learns_of_an_earlier_year(
    reader: Visitor, a_year: AYear
) -> None:
    later = a_year(2026, a=2, b=2, c=2)
    tag = reader.gets(address(later, "result")).headers["ETag"]
    a_year(2024, a=1, b=1, c=1)

    again = reader.gets(address(later, "result"), headers={"If-None-Match": tag})

    assert again.status_code == 200


def test_charts_are_files_under_their_own_heading(reader: Visitor, worked: Assessment) -> None:
    for name in ("bridge", "dimensions", "line"):
        svg = reader.gets(address(worked, f"years/{name}.svg"))
        png = reader.gets(address(worked, f"years/{name}.png"))
        assert "Musterort 2025 and 2026, Beispiel: " in svg.get_data(as_text=True)
        assert png.data.startswith(b"\x89PNG")
        assert svg.headers["Content-Disposition"] == (
            'attachment; filename="own-musterort-example-2025-2026-' + f'{name}.svg"'
        )
    assert reader.gets(address(worked, "years/radar.svg")).status_code == 404


def test_what_one_year_has_not_is_no_file_error(reader: Visitor, a_year: AYear) -> None:
    alone = a_year(2026, a=2)

    for suffix in ("json", "csv", "xlsx"):
        assert reader.gets(address(alone, f"years.{suffix}")).status_code == 200


def test_short_and_full_form_compare_what_both_asked(reader: Visitor) -> None:
    then = an_assessment(year=2025, scope=Scope.SHORT)
    every_answer(then, level=1)
    later = an_assessment(then.municipality, year=2026)
    every_answer(later, level=2)

    page = years_of(reader, later)

    assert page.of_class("p", "lead")[0] == (
        "12 of 36 criteria are comparable (33 %), 12 were answered in both years."
    )
    assert ">full form</text>" in page.html


def test_a_moment_without_answers_still_opens(reader: Visitor, a_year: AYear) -> None:
    earlier = a_year(2025)
    earlier.started_at = now() - timedelta(days=400)
    later = a_year(2026)
    db.session.commit()

    page = years_of(reader, later)

    assert "What 2025 and 2026 share makes no statement for both years." in page.text
    assert "The earlier year has no score: nothing is answered that counts." in page.text
