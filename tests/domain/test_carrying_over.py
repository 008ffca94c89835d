"""What last year offers is a proposal: comparable, never open, and what rests on least first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import Answer, State, Sureness
from app.domain.carrying_over import MOST_FIRST, Attention, carry_over, look_first
from app.domain.replacements import Replacement, ReplacementKind
from app.domain.versions import REASONS, compose
from tests.domain.small_checklists import checklist
from tests.domain.strategies import checklists, sheets, unhurried

Kind = ReplacementKind
OLD = checklist(["web", "team", "house", "work"], "1.0.0")
NEW = checklist(
    ["homepage", "team", "work_one", "work_two", "brand"],
    "1.1.0",
    replaces="1.0.0",
    mapping=[
        Replacement(Kind.REWORDED, ("web",), ("homepage",)),
        Replacement(Kind.SPLIT, ("work",), ("work_one", "work_two")),
    ],
)


def test_a_reworded_criterion_takes_its_answer_along_and_a_split_one_its_reason() -> None:
    sheet = {"web": Answer.at(2), "house": Answer.at(1), "work": Answer.at(3)}

    carried = carry_over(OLD, NEW, lines=compose((OLD, NEW)), sheet=sheet)

    assert {key: (c.key, a.level) for key, (c, a) in carried.proposals.items()} == {
        "homepage": ("web", 2)
    }
    assert carried.outside == {"work_one": REASONS[Kind.SPLIT], "work_two": REASONS[Kind.SPLIT]}


def test_guesses_come_before_what_is_unknown_and_missed_targets() -> None:
    old = checklist("ABCDE")
    sheet = {
        "A": replace(Answer.at(1), target=3),
        "B": Answer(State.UNKNOWN),
        "C": replace(Answer.at(4), sureness=Sureness.GUESS),
        "D": replace(Answer.at(3), target=3),
        "E": Answer(State.NOT_APPLICABLE, reason="nein"),
    }

    found = look_first(old, carry_over(old, old, lines=compose((old, old)), sheet=sheet))

    assert [(criterion.key, attention) for criterion, attention in found] == [
        ("C", Attention.GUESS),
        ("B", Attention.UNKNOWN),
        ("A", Attention.MISSED),
    ]


@unhurried
@given(st.data())
def test_whatever_was_said_is_proposed_and_nothing_else(data: st.DataObject) -> None:
    made = data.draw(checklists())
    sheet = data.draw(sheets(made))

    carried = carry_over(made, made, lines=compose((made, made)), sheet=sheet)

    said = {key: answer for key, answer in sheet.items() if answer.state is not State.OPEN}
    assert {key: answer for key, (_, answer) in carried.proposals.items()} == said
    assert len(look_first(made, carried)) <= MOST_FIRST
