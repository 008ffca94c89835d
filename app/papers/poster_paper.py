"""The poster for the town hall: the public facts on one page, and the way to the public page."""

from __future__ import annotations

from flask_babel import gettext

from app.files.paper import Content, Words
from app.files.poster import Poster
from app.papers.dossier import Dossier
from app.papers.models import PublicSummary
from app.papers.public_facts import facts_of, read_facts
from app.papers.public_view import Shown, ShownMeasure, ShownStep, view_of
from app.papers.wording import draft_words, said, typed
from app.web.addresses import public_address
from app.web.i18n import current_language, page_language
from app.web.qr import qr_svg

MOST_STEPS, MOST_MEASURES = 3, 5


def poster_of(dossier: Dossier, summary: PublicSummary | None, *, size: str) -> Poster:
    """Nothing but what would be public; with a code where it is."""
    page = view_of(read_facts(facts_of(dossier)))
    language = page_language(current_language())
    address = _address(dossier) if summary else None
    return Poster(
        size=size,
        title=page.title,
        language=language.tag,
        direction=language.direction,
        author=dossier.record.municipality_name,
        day=dossier.today,
        kicker=gettext("Self-check %(year)s", year=page.year),
        lead=page.sentence,
        chart=page.picture.file("svg"),
        alt=f"{page.picture.words.title}. {page.sentence}",
        lists=_lists(page),
        note=f"{page.completeness}. {page.method}",
        draft=draft_words(dossier),
        address=address,
        code=_code(address) if address else None,
        code_alt=gettext("QR code with the address %(address)s", address=address or ""),
        code_text=gettext("Read more: the summary for everybody"),
    )


def _address(dossier: Dossier) -> str:
    """The whole address of the public page, as the town's residents reach it."""
    record = dossier.record
    return public_address(
        "public_summary.show",
        municipality=record.municipality_key,
        checklist=record.report.whole.key,
        year=record.year,
    )


def _code(address: str) -> bytes:
    drawn = qr_svg(address, title=gettext("QR code"), description=address)
    return drawn.encode("utf-8")


def _lists(page: Shown) -> list[tuple[Content, list[Content]]]:
    """What comes first, and what is being done; an empty list is left out."""
    every: tuple[tuple[Content, list[Content]], ...] = (
        (gettext("What comes first"), [_step(one) for one in page.steps[:MOST_STEPS]]),
        (gettext("What is being done"), [_measure(one) for one in page.measures[:MOST_MEASURES]]),
    )
    return [(title, items) for title, items in every if items]


def _step(one: ShownStep) -> Content:
    if one.step is None:
        return said(one.title)
    text = f"{one.title}: {one.step}"
    return Words(text, lang=one.title.language) if one.title.is_substitute else text


def _measure(one: ShownMeasure) -> Content:
    return typed(f"{one.title} ({one.standing})")
