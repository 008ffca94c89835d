"""Every experiment by its name, as large as the profile of the ground says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from bench.results import Result
from tests.reliability import (
    backups_under_load,
    disk_full,
    durable_settings,
    graceful_reload,
    hall,
    kill_nine,
    log_in_timing,
    papers_while_saving,
    postgresql_restart,
    read_modify_write,
    replayed_cookies,
    two_tabs,
    workshop_hall,
    workshop_kill,
)
from tests.reliability.ground import BOTH, POSTGRESQL, SQLITE, Ground
from tests.reliability.profiles import SEED


class Figures(Protocol):
    def results(self) -> Iterator[Result]: ...


Experiment = Callable[[Ground], Iterator[Figures]]


def kill(ground: Ground, engine: str) -> kill_nine.Figures:
    profile = ground.profile
    installation = ground.install(engine, people=profile.savers, places=profile.savers)
    return kill_nine.kill_nine(
        installation, kills=profile.kills, acknowledged=profile.acknowledged, seed=SEED
    )


def count_up(ground: Ground, engine: str) -> read_modify_write.Figures:
    profile = ground.profile
    # With one process there would be nothing between processes to go wrong.
    installation = ground.install(engine, people=profile.clients, workers=2)
    return read_modify_write.read_modify_write(
        installation, clients=profile.clients, times=profile.times
    )


def interleave(ground: Ground, engine: str) -> two_tabs.Figures:
    with ground.application(engine) as app:
        return two_tabs.two_tabs(app, interleavings=ground.profile.interleavings, seed=SEED)


def back_up(ground: Ground, engine: str) -> backups_under_load.Figures:
    profile = ground.profile
    installation = ground.install(engine, people=profile.savers, places=profile.savers)
    server = ground.server_for_copies(engine)
    elsewhere = backups_under_load.Elsewhere(installation.folder / "elsewhere", postgresql=server)
    return backups_under_load.backups_under_load(
        installation, elsewhere, backups=profile.backups, saves=profile.saves
    )


def fill_the_disk(ground: Ground, *, on_small_disk: bool) -> disk_full.Figures:
    profile = ground.profile
    return disk_full.disk_full(
        ground.install(SQLITE),
        rounds=profile.rounds,
        saves=profile.saves,
        on_small_disk=on_small_disk,
    )


def restart_the_database(ground: Ground) -> postgresql_restart.Figures:
    profile = ground.profile
    installation = ground.install(POSTGRESQL, people=profile.savers, places=profile.savers)
    return postgresql_restart.postgresql_restart(
        installation, restarts=profile.restarts, saves=profile.saves
    )


def reload(ground: Ground, engine: str) -> graceful_reload.Figures:
    profile = ground.profile
    installation = ground.install(engine, people=profile.savers, places=profile.savers)
    return graceful_reload.graceful_reload(
        installation, reloads=profile.reloads, saves=profile.saves
    )


def press_the_button(ground: Ground, engine: str) -> Iterator[hall.Figures]:
    """Each person has a place of their own; a handful of accounts shared by many pages will do."""
    for load in ground.profile.loads:
        installation = ground.install(engine, people=8, places=ground.profile.people)
        yield hall.hall(installation, load)


def rate_together(ground: Ground, engine: str) -> Iterator[workshop_hall.Figures]:
    for rush in ground.profile.rushes:
        yield workshop_hall.workshop_hall(ground.install(engine), rush, seed=SEED)


def join_together(ground: Ground, engine: str) -> workshop_hall.Joined:
    return workshop_hall.everybody_joins(ground.install(engine), phones=ground.profile.people)


def kill_in_mid_round(ground: Ground, engine: str) -> workshop_kill.Figures:
    profile = ground.profile
    return workshop_kill.workshop_kill(
        ground.install(engine),
        phones=profile.savers,
        kills=profile.kills_in_mid_round,
        acknowledged=profile.acknowledged,
        seed=SEED,
    )


def ask_for_papers(ground: Ground, engine: str) -> papers_while_saving.Figures:
    profile = ground.profile
    installation = ground.install(engine, people=profile.savers, places=profile.savers)
    return papers_while_saving.papers_while_saving(installation, seconds=profile.reading)


def time_log_ins(ground: Ground, engine: str) -> log_in_timing.Figures:
    with ground.application(engine) as app:
        return log_in_timing.log_in_timing(app, tries=ground.profile.tries)


def replay(ground: Ground, engine: str) -> replayed_cookies.Figures:
    with ground.application(engine) as app:
        return replayed_cookies.replayed_cookies(app)


def ask_what_a_commit_promises(ground: Ground, engine: str) -> durable_settings.Figures:
    with ground.application(engine):
        return durable_settings.durable_settings()


def on_both(experiment: Callable[[Ground, str], Figures]) -> Experiment:
    return lambda ground: (experiment(ground, engine) for engine in BOTH)


def on_full_disks(ground: Ground) -> Iterator[Figures]:
    for on_small_disk in (True, False) if disk_full.may_mount() else (False,):
        yield fill_the_disk(ground, on_small_disk=on_small_disk)


EXPERIMENTS: Mapping[str, Experiment] = {
    "durable_settings": on_both(ask_what_a_commit_promises),
    "kill_nine": on_both(kill),
    "read_modify_write": on_both(count_up),
    "two_tabs": on_both(interleave),
    "backups_under_load": on_both(back_up),
    "disk_full": on_full_disks,
    "postgresql_restart": lambda ground: iter([restart_the_database(ground)]),
    "graceful_reload": on_both(reload),
    "hall": lambda ground: (one for engine in BOTH for one in press_the_button(ground, engine)),
    "workshop_join": on_both(join_together),
    "workshop_hall": lambda ground: (
        one for engine in BOTH for one in rate_together(ground, engine)
    ),
    "workshop_kill": on_both(kill_in_mid_round),
    "papers_while_saving": on_both(ask_for_papers),
    "replayed_cookies": on_both(replay),
    "log_in_timing": on_both(time_log_ins),
}
