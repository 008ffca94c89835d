"""Minutes needed and the coverage of translations."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.domain.workload import minutes, translation_coverage
from tests.domain.small_checklists import checklist, criterion, text

FIFTEEN_WORDS = " ".join(["Wort"] * 15)
DESCRIBED = [
    criterion(
        f"c{number}",
        question=text(FIFTEEN_WORDS),
        level_texts={value: text(FIFTEEN_WORDS) for value in range(4)},
    )
    for number in range(36)
]


def test_36_described_criteria_take_90_minutes_and_12_take_30() -> None:
    assert (minutes(DESCRIBED), minutes(DESCRIBED[:12])) == (90, 30)


def test_nothing_takes_no_time_and_one_question_more_than_two_minutes() -> None:
    assert (minutes([]), minutes([criterion("a")])) == (0, 3)


@given(st.integers(0, 35))
def test_one_criterion_more_never_takes_less_time(count: int) -> None:
    assert minutes(DESCRIBED[:count]) < minutes(DESCRIBED[: count + 1])


def test_the_coverage_is_the_share_of_the_first_languages_texts() -> None:
    half = checklist(
        [criterion("a", title=text("A", "A"), question=text("A?"))], languages=("de", "en", "uk")
    )

    coverage = translation_coverage(half)

    texts_in_german = 2 + 1 + 5  # criterion; title and dimension; levels of the scale
    assert list(coverage) == ["de", "en", "uk"]
    assert coverage == {
        "de": Fraction(1),
        "en": Fraction(2, texts_in_german + 1),
        "uk": Fraction(0),
    }
