"""Printing numbered sheets, keying each once, striking out those that will not come back."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.accounts import policy
from app.accounts.models import AssistedEntry, AssistedMode, PaperForm, Person
from app.accounts.paper import PaperKind, serial
from app.accounts.queries import person_at, person_with_roles
from app.accounts.services import helping
from app.accounts.services.helping import NotHelpable, Resident
from app.db import lock, session, transaction
from app.files import StoredFile
from app.steps.actor import Actor

MOST = 60
"""Sheets printed at once."""


class AlreadyKeyed(Exception):
    """This sheet was keyed, or struck out."""


@dataclass(frozen=True)
class Sheet:
    """Who filled a sheet in, and its scan if there is one."""

    resident: Resident
    scan: StoredFile | None = None


@transaction()
def print_sheets(kind: PaperKind, count: int, neighbourhood_id: int, actor: Actor) -> list[PaperForm]:
    """Number a batch of sheets for a neighbourhood. Raises NotHelpable out of reach, ValueError for a wrong count."""
    if not 1 <= count <= MOST:
        raise ValueError(f"from 1 to {MOST} sheets")
    _check_reaches(actor, neighbourhood_id)
    batch = (session().scalar(sa.select(sa.func.max(PaperForm.batch))) or 0) + 1
    made = [
        PaperForm(
            kind=kind.code,
            batch=batch,
            neighbourhood_id=neighbourhood_id,
            printed_by_id=actor.person_id,
            printed_at=clock.now(),
        )
        for _ in range(count)
    ]
    session().add_all(made)
    session().flush()
    return made


@transaction()
def begin_keying(form_id: int, kind: PaperKind, sheet: Sheet, actor: Actor) -> AssistedEntry:
    """Begin the half hour in which a sheet is keyed for whoever filled it in.

    Raises AlreadyKeyed, NotHelpable. A sheet whose keying was begun and left is begun again.
    """
    form = _locked(form_id, actor)
    person = _person_of(sheet.resident, actor)
    agreement = f"paper: {serial(kind, form.id)}"
    entry = helping.start_helping(person.id, AssistedMode.PAPER.value, agreement, actor)
    form.entry_id = entry.id
    if sheet.scan is not None:
        form.scan_sha256, form.scan_name = sheet.scan.sha256, sheet.scan.name
        form.scan_type, form.scan_size = sheet.scan.media_type, sheet.scan.size
    return entry


@transaction()
def end_keying(entry_id: int, *, something_written: bool) -> bool:
    """Mark the sheet of an assisted entry as keyed, or free it when nothing was written; say whether there was one."""
    form = session().scalar(sa.select(PaperForm).filter_by(entry_id=entry_id, keyed_at=None))
    if form is None:
        return False
    if something_written:
        form.keyed_at = clock.now()
    else:
        form.entry_id = None
    return True


@transaction()
def strike_out(form_id: int, actor: Actor) -> None:
    """Wait for a sheet no more: lost, torn, or given back blank. Raises AlreadyKeyed, NotHelpable."""
    _locked(form_id, actor).spoiled_at = clock.now()


def _locked(form_id: int, actor: Actor) -> PaperForm:
    form = lock(PaperForm, form_id)
    if form is None:
        raise NotHelpable
    _check_reaches(actor, form.neighbourhood_id)
    if form.keyed_at or form.spoiled_at:
        raise AlreadyKeyed
    return form


def _check_reaches(actor: Actor, neighbourhood_id: int) -> None:
    helper = person_with_roles(actor.person_id) if actor.person_id else None
    if helper is None or not policy.can_help_in(helper, neighbourhood_id):
        raise NotHelpable


def _person_of(told: Resident, actor: Actor) -> Person:
    known = person_at(told.phone) if told.phone else None
    return known or helping.add_resident(told, actor)
