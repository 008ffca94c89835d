"""Every setting, room, decision and command is described where people look for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from app.commands.checklists import checklist_commands
from app.commands.demo import demo_commands
from app.commands.operations import operations_commands
from app.commands.workshops import workshop_commands
from app.config import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands_of(group: click.Command, name: str) -> Iterator[str]:
    if not isinstance(group, click.Group):
        yield f"flask {name}"
        return
    for command_name, command in group.commands.items():
        yield from commands_of(command, f"{name} {command_name}")


def our_commands() -> list[str]:
    groups = (checklist_commands, demo_commands, operations_commands, workshop_commands)
    return [command for group in groups for command in commands_of(group, group.name or "")]


def rooms() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "app").glob("*/__init__.py"))


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "checklists").glob("*.md")])


@pytest.mark.parametrize("name", sorted([*ENVIRONMENT, "PORT"]))
def test_a_setting_is_described(name: str) -> None:
    assert f"| `{name}` |" in read(DOCS / "settings.md")


def test_no_setting_is_described_that_does_not_exist() -> None:
    described = re.findall(r"^\| `([A-Z_]+)` \|", read(DOCS / "settings.md"), flags=re.MULTILINE)

    assert sorted(described) == sorted([*ENVIRONMENT, "PORT"])


@pytest.mark.parametrize("room", rooms())
def test_a_room_has_its_place_on_the_map(room: str) -> None:
    assert f"`app/{room}/`" in read(DOCS / "architecture.md")


@pytest.mark.parametrize("command", our_commands())
def test_a_command_is_described(command: str) -> None:
    described = "\n".join(read(page) for page in pages())

    assert command in described


def test_every_decision_is_listed_in_order() -> None:
    listed = LINK.findall(read(DOCS / "decisions" / "README.md"))

    assert listed == sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_leads_somewhere(page: Path) -> None:
    targets = [link for link in LINK.findall(read(page)) if "://" not in link]

    assert [link for link in targets if not (page.parent / link).exists()] == []
