"""Whatever dies under load, what was acknowledged is kept whole; the command has the figures."""

from __future__ import annotations

import pytest

from tests.reliability.evidence import Evidence
from tests.reliability.experiments import kill, reload, restart_the_database
from tests.reliability.ground import BOTH, SQLITE, Ground

NOTHING_MISSING = Evidence(lost=0, torn=0, damages=0)


@pytest.mark.parametrize("engine", BOTH)
def test_a_killed_server_has_kept_what_it_acknowledged(ground: Ground, engine: str) -> None:
    figures = kill(ground, engine)

    assert figures.evidence == NOTHING_MISSING
    assert (figures.refused, figures.log_ins_lost) == (0, 0)
    assert figures.acknowledged >= ground.profile.acknowledged
    assert (figures.kills, len(figures.seconds_until_ready)) == (2, 1)


def test_a_reload_answers_everything_that_is_under_way(ground: Ground) -> None:
    figures = reload(ground, SQLITE)

    assert figures.evidence == NOTHING_MISSING
    assert figures.refused == 0
    assert figures.acknowledged >= 2 * ground.profile.saves


def test_while_postgresql_restarts_savers_hear_when_to_try_again(ground: Ground) -> None:
    figures = restart_the_database(ground)

    assert figures.evidence == NOTHING_MISSING
    assert (figures.refused_otherwise, figures.without_retry_after, figures.broken) == (0, 0, 0)
    # Without anybody refused it was not away for them.
    assert figures.refused_while_away > 0
    assert (figures.restarts, figures.crashes) == (2, 1)
