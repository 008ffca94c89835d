"""One mail a week at most, to those responsible for what is due. Whoever calls it commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.permissions import READERS
from app.accounts.queries import members_of
from app.accounts.reminders import may_be_reminded
from app.accounts.roles import Role
from app.domain.measure import OPEN_STATES
from app.extensions import db
from app.measures.models import Measure
from app.measures.years import carried_on_ids
from app.municipalities.models import Municipality
from app.web.addresses import public_address
from app.web.formatting import day
from app.web.mail import send_mail
from app.web.own_languages import LANGUAGES

SOON = timedelta(days=14)
"""So many days before it is due somebody is told."""


@dataclass
class Digest:
    """Everything that one person is to be reminded of, over all their municipalities."""

    account: Account
    measures: list[Measure] = field(default_factory=list)

    @property
    def in_order(self) -> list[Measure]:
        return sorted(self.measures, key=lambda one: (one.due_on or date.max, one.id))


def due_digests(today: date) -> list[Digest]:
    """Who is to be reminded today, and of what; nobody of nothing."""
    digests: dict[int, Digest] = {}
    for place, measures in _due(today):
        # Who reads here, and who coordinates.
        members = [one for one in members_of(place) if not READERS.isdisjoint(one.roles)]
        readers = {one.account.id: one.account for one in members if not one.account.is_disabled}
        coordinators = [one.account for one in members if Role.COORDINATOR in one.roles]
        for measure in measures:
            named = readers.get(measure.account_id or 0)
            for account in [named] if named else coordinators:
                if may_be_reminded(account, today):
                    digests.setdefault(account.id, Digest(account)).measures.append(measure)
    return list(digests.values())


def _due(today: date) -> Iterator[tuple[Municipality, Sequence[Measure]]]:
    """What is overdue or soon due, place by place; invented towns remind nobody."""
    found = db.session.scalars(
        select(Measure)
        .join(Municipality, Municipality.id == Measure.municipality_id)
        .where(
            Measure.state.in_(OPEN_STATES),
            Measure.due_on <= today + SOON,
            Municipality.is_example.is_(False),
        )
        .order_by(Measure.municipality_id, Measure.id)
    ).all()
    by_place: dict[Municipality, list[Measure]] = {}
    for measure in found:
        by_place.setdefault(measure.municipality, []).append(measure)
    for place, measures in by_place.items():
        gone_on = carried_on_ids(place)
        yield place, [one for one in measures if one.id not in gone_on]


def send_digest(digest: Digest, today: date) -> None:
    """Raises MailNotSent. Which language somebody reads is not known: the first one of ours."""
    with force_locale(LANGUAGES[0]):
        late = [one for one in digest.in_order if one.due_on and one.due_on < today]
        soon = [one for one in digest.in_order if one not in late]
        send_mail(
            digest.account.email,
            _subject(len(digest.measures)),
            "\n\n".join(_parts(late, soon)),
            name=digest.account.name,
        )


def _subject(count: int) -> str:
    """Without anything that somebody typed: subjects are read over shoulders, too."""
    return ngettext("%(num)s measure is due", "%(num)s measures are due", count)


def _parts(late: list[Measure], soon: list[Measure]) -> Iterator[str]:
    if late:
        yield "\n".join([gettext("Overdue:"), *_lines(late)])
    if soon:
        yield "\n".join([gettext("Due within the next 14 days:"), *_lines(soon)])
    for place in dict.fromkeys(one.municipality for one in [*late, *soon]):
        address = public_address("measures.show", municipality=place.key)
        yield gettext("The measures of %(place)s:", place=place.name) + f"\n{address}"
    address = public_address("account.show")
    off = gettext("You get this at most once a week. You can switch it off in your account:")
    yield f"{off}\n{address}"


def _lines(measures: Iterable[Measure]) -> Iterator[str]:
    for one in measures:
        # A title of one line stays in one line, whatever it holds.
        title = " ".join(one.title.split())
        facts = {"day": day(one.due_on), "title": title, "place": one.municipality.name}
        yield "- " + gettext("%(day)s: %(title)s (%(place)s)", **facts)
