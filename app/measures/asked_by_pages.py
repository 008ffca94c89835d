"""What pages of every room can ask about forecasts, proposals and what goes on."""

from __future__ import annotations

from flask import Flask

from app.measures.addresses import measure_url
from app.measures.forecast_words import (
    balance_sentence,
    done_words,
    expected_words,
    forecast_sentence,
    level_change_words,
    level_words,
    verdict_words,
)
from app.measures.proposals import levels_proposed, proposals_of, waiting_proposals
from app.measures.years import unfinished_before


def answer_pages(app: Flask) -> None:
    for function in (
        balance_sentence,
        done_words,
        level_change_words,
        expected_words,
        forecast_sentence,
        level_words,
        levels_proposed,
        measure_url,
        proposals_of,
        unfinished_before,
        verdict_words,
        waiting_proposals,
    ):
        app.add_template_global(function)
