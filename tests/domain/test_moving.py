"""Moving to another version: what is comparable stays, and nothing is invented."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import OPEN, Answer, State
from app.domain.carrying_over import carry_over
from app.domain.moving import Fate, plan_move
from app.domain.replacements import Replacement, ReplacementKind
from app.domain.versions import compose, mapping
from tests.domain.small_checklists import checklist, criterion, scale
from tests.domain.strategies import checklists, sheets, unhurried

Kind = ReplacementKind
OLD = checklist(["web", "team", "house", "work"], "1.0.0")
NEW = checklist(
    ["homepage", criterion("team", scale=scale(0, 50, 100)), "work_one", "work_two", "brand"],
    "1.1.0",
    replaces="1.0.0",
    mapping=[
        Replacement(Kind.REWORDED, ("web",), ("homepage",)),
        Replacement(Kind.CHANGED, ("team",), ("team",)),
        Replacement(Kind.SPLIT, ("work",), ("work_one", "work_two")),
    ],
)


def test_each_answer_has_its_fate() -> None:
    sheet = {
        "web": Answer.at(3),
        "team": replace(Answer.at(4), note="Beleg", target=4),
        "house": Answer.at(1),
        "work": Answer.at(2),
    }

    moves = plan_move(OLD, NEW, lines=compose((OLD, NEW)), sheet=sheet)

    told = {
        ",".join(c.key for c in (*move.old, *move.new)): (move.fate, [a.level for a in move.after])
        for move in moves
    }
    assert told == {
        "web,homepage": (Fate.STAYS, [3]),
        "team,team": (Fate.ASKED_AGAIN, [None]),
        "work,work_one,work_two": (Fate.ASKED_AGAIN, [None, None]),
        "brand": (Fate.NEW, [None]),
        "house": (Fate.GONE, []),
    }
    changed = next(move for move in moves if move.old and move.old[0].key == "team")
    assert changed.after == (replace(OPEN, note="Beleg"),)


def test_what_may_no_longer_be_said_is_asked_again() -> None:
    stricter = checklist([criterion("team", allows_not_applicable=False)], "1.1.0")
    older = checklist(["team"], "1.0.0")
    sheet = {"team": Answer(State.NOT_APPLICABLE, reason="nein")}

    lines = compose((older, stricter))
    (only,) = plan_move(older, stricter, lines=lines, sheet=sheet)

    assert (only.fate, only.after[0].state) == (Fate.ASKED_AGAIN, State.OPEN)
    assert (
        carry_over(older, stricter, lines=compose((older, stricter)), sheet=sheet).proposals == {}
    )


@unhurried
@given(st.data())
def test_no_comparable_answer_is_lost_and_none_is_invented(data: st.DataObject) -> None:
    old, new = data.draw(checklists()), data.draw(checklists())
    sheet = data.draw(sheets(old))

    moves = plan_move(old, new, lines=mapping(old, new), sheet=sheet)

    asked = [c.key for move in moves for c in move.new]
    assert sorted(asked) == sorted(new.criteria_by_key)
    assert sorted(c.key for move in moves for c in move.old) == sorted(old.criteria_by_key)
    for move in moves:
        if move.fate is Fate.STAYS:
            assert move.after == move.before
        for criterion_now, answer in zip(move.new, move.after, strict=True):
            is_fine = answer.level is None or criterion_now.scale.has(answer.level)
            assert is_fine
            assert move.fate is Fate.STAYS or answer.state is State.OPEN
