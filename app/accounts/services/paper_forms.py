"""Printing numbered sheets, keying each once, striking out those that will not come back."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app import clock, files
from app.accounts import policy
from app.accounts.models import AssistedEntry, AssistedMode, PaperForm, Person
from app.accounts.paper import PaperKind, serial
from app.accounts.queries import person_at, person_with_roles
from app.accounts.services import helping
from app.accounts.services.helping import NotHelpable, Resident
from app.db import after_commit, lock, session, transaction
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
    made = [
        PaperForm(
            kind=kind.code,
            batch=0,
            neighbourhood_id=neighbourhood_id,
            printed_by_id=actor.person_id,
            printed_at=clock.now(),
        )
        for _ in range(count)
    ]
    session().add_all(made)
    session().flush()
    for form in made:
        form.batch = made[0].id
    return made


@transaction()
def begin_keying(form_id: int, kind: PaperKind, sheet: Sheet, actor: Actor) -> AssistedEntry:
    """Begin the half hour in which a sheet is keyed for whoever filled it in.

    Raises AlreadyKeyed, NotHelpable. A sheet whose keying was begun and left is begun again.
    """
    form = _locked(form_id, actor)
    person = _person_of(form, sheet.resident, actor)
    agreement = f"paper: {serial(kind, form.id)}"
    entry = helping.start_helping(person.id, AssistedMode.PAPER.value, agreement, actor)
    form.entry_id = entry.id
    if sheet.scan is not None:
        _forget_scan(form, sheet.scan.sha256)
        form.scan_sha256, form.scan_name = sheet.scan.sha256, sheet.scan.name
        form.scan_type, form.scan_size = sheet.scan.media_type, sheet.scan.size
    return entry


@transaction()
def go_on_keying(former_entry_id: int, entry_id: int) -> None:
    """Follow a help that begins again after its half hour: the sheet under way is keyed in the new one."""
    form = _under_way(former_entry_id)
    if form is not None:
        form.entry_id = entry_id


@transaction()
def end_keying(entry_id: int, *, something_written: bool) -> bool:
    """Mark the sheet of an assisted entry as keyed, or free it when nothing was written; say whether there was one."""
    form = _under_way(entry_id)
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


def _under_way(entry_id: int) -> PaperForm | None:
    return session().scalar(
        sa.select(PaperForm)
        .filter_by(entry_id=entry_id, keyed_at=None)
        .with_for_update(of=PaperForm)
        .execution_options(populate_existing=True)
    )


def _forget_scan(form: PaperForm, new: str) -> None:
    """Let go of the former photo of a sheet that is photographed again."""
    if form.scan_sha256 not in ("", new):
        after_commit(files.forget_unused, form.scan_sha256)


def _person_of(form: PaperForm, told: Resident, actor: Actor) -> Person:
    """Return who filled the sheet in: known by their number, by an earlier start on this sheet, or new."""
    known = person_at(told.phone) if told.phone else None
    former = form.entry.person if form.entry else None
    if known is None and former is not None and former.name == told.name:
        return former
    return known or helping.add_resident(told, actor)
