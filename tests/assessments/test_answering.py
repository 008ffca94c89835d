"""Answering a section: with and without JavaScript, alone and at the same time as somebody else."""

from __future__ import annotations

from app.assessments.queries import load_answer
from app.domain.answers import Answer
from tests.builders import address, an_assessment
from tests.visitor import Visitor

SECTION = "sections/mi_needs_and_standards"
KEY = "mi_language_needs"


def test_a_chosen_level_is_kept(visitor: Visitor) -> None:
    assessment = an_assessment()

    visitor.posts(address(assessment, SECTION), {f"{KEY}-version": "0", f"{KEY}-choice": "level:2"})

    assert load_answer(assessment, KEY).answer == Answer.at(2)
