"""The words a finished self-check keeps: stored once, read back when the files have changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from app.assessments.models import Assessment, ChecklistEdition
from app.domain.checklist import Checklist
from app.domain.checklist_files import checklist_from_texts, read_texts
from app.domain.errors import N_, DomainError
from app.domain.library import UnknownChecklist
from app.extensions import db
from app.web.checklists import checklists


class FilesHaveChanged(DomainError):
    """The files of the checklist are not those this process has read: it must be restarted."""

    message = N_("The files of this checklist have changed; please start the program again.")


def keep_edition(checklist: Checklist) -> str:
    """Store the files of this checklist as it stands, unless they are kept; the edition's key.

    Raises FilesHaveChanged if the files do not match it.
    """
    key = edition_key(checklist)
    if db.session.get(ChecklistEdition, key) is None:
        texts = read_texts(checklists().folders[checklist.key, checklist.version])
        if edition_key(checklist_from_texts(texts)) != key:
            raise FilesHaveChanged(FilesHaveChanged.message)
        db.session.add(ChecklistEdition(key=key, texts=texts))
        db.session.flush()
    return key


def texts_of(assessment: Assessment) -> Mapping[str, str]:
    """The files of the checklist as the self-check is shown with it, by name.

    Raises UnknownChecklist for a draft whose version is no longer installed.
    """
    if assessment.edition_key is not None:
        return db.session.get_one(ChecklistEdition, assessment.edition_key).texts
    checklist = checklist_of(assessment)
    return read_texts(checklists().folders[checklist.key, checklist.version])


def edition_key(checklist: Checklist) -> str:
    fingerprints = f"{checklist.structure_fingerprint} {checklist.wording_fingerprint}"
    return sha256(fingerprints.encode("ascii")).hexdigest()


def checklist_of(assessment: Assessment) -> Checklist:
    """The checklist as the self-check is shown with it: a finished one keeps its words.

    Raises UnknownChecklist for a draft whose version is no longer installed.
    """
    try:
        installed = checklists().get(assessment.checklist_key, assessment.checklist_version)
    except UnknownChecklist:
        if assessment.edition_key is None:
            raise
        return checklist_of_edition(assessment.edition_key)
    is_as_finished = assessment.edition_key in (None, edition_key(installed))
    return installed if is_as_finished else checklist_of_edition(assessment.edition_key or "")


@lru_cache(maxsize=64)
def checklist_of_edition(key: str) -> Checklist:
    """The checklist of a stored edition."""
    return checklist_from_texts(db.session.get_one(ChecklistEdition, key).texts)
