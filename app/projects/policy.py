"""Who may see and change a project. Services and templates ask the same questions."""

from __future__ import annotations

from collections.abc import Iterator

from app.accounts.models import Person, Scope
from app.accounts.queries import person_with_roles, roles_at
from app.projects.models import Attachment, Project
from app.steps.actor import Actor
from app.steps.kinds import role_source, roles_of
from app.steps.services import CORRECTING_ROLES

STAFF = frozenset({"referent", "metro_admin"})
INSIDERS = frozenset({"carrier", "gestionnaire", "finance", "committee_secretary"}) | STAFF
JUDGES = frozenset({"referent", "committee_secretary", "gestionnaire", "finance"})
"""Roles that decide on a file or pay for it."""
PROOFS = frozenset({"signed_agreement", "decision_sheet", "receipt", "report"})
"""Documents on which a decision or a payment rests: never taken away."""
OFFICIAL = frozenset({"signed_agreement", "decision_sheet"})
"""Documents that the team cannot add by itself."""
CAN_EDIT_STATES = frozenset({"draft", "incomplete", "codesign", "adjourned"})


class NotAllowed(PermissionError):
    """This person may not do this to this project now."""


@role_source("project")
def project_roles(project: Project, actor: Actor) -> Iterator[str]:
    """Yield "resident", "carrier" for the team, and every role held where the project takes place.

    Who carries a project judges nothing of it: their roles of staff do not bear on it, somebody else's do.
    """
    person = _acting(actor)
    if person is None:
        return
    yield "resident"
    held = {role.value for role in roles_at(person, places_of(project))}
    if person.id == project.created_by_id or any(member.person_id == person.id for member in project.team):
        yield "carrier"
        held -= JUDGES
    yield from held


def places_of(project: Project) -> dict[Scope, int | None]:
    """Return the ids of the places and of the fund a role must reach to bear on the project."""
    place = project.neighbourhood
    return {
        Scope.NEIGHBOURHOOD: place.id if place else None,
        Scope.COMMUNE: place.commune_id if place else None,
        Scope.FUND: project.fund_id,
    }


def is_public(project: Project) -> bool:
    """Say whether everybody may read the project: it was sent at least once."""
    return project.published_at is not None


def can_view(project: Project, actor: Actor | None) -> bool:
    """Say whether a person (None: a visitor) may read the project."""
    if is_public(project):
        return True
    return actor is not None and bool(roles_of(project, actor) & ({"carrier"} | STAFF))


def can_edit(project: Project, actor: Actor) -> bool:
    """Say whether a person may change the file: its carriers and referents, until the committee has it."""
    return project.state in CAN_EDIT_STATES and bool(roles_of(project, actor) & ({"carrier"} | STAFF))


def can_work(project: Project, actor: Actor) -> bool:
    """Say whether a person may log sessions and answer the checklist."""
    return project.is_open and bool(roles_of(project, actor) & ({"carrier", "facilitator"} | STAFF))


def can_check(project: Project, actor: Actor) -> bool:
    """Say whether a person may say that the expenses respect the rules: a referent who does not carry the project."""
    roles = roles_of(project, actor)
    return project.state in CAN_EDIT_STATES - {"draft"} and bool(roles & STAFF) and "carrier" not in roles


def can_follow_up(project: Project, actor: Actor) -> bool:
    """Say whether a person may give news of the project: its carriers and referents, while it lives."""
    return project.is_open and project.state != "draft" and bool(roles_of(project, actor) & ({"carrier"} | STAFF))


def can_correct(project: Project, actor: Actor) -> bool:
    """Say whether a person may undo the last step."""
    return bool(roles_of(project, actor) & CORRECTING_ROLES)


def can_see_file(attachment: Attachment, project: Project, actor: Actor | None) -> bool:
    """Say whether a person may open a document: public ones as the project, the others team, staff and gestionnaire."""
    if attachment.is_public:
        return can_view(project, actor)
    return is_insider(project, actor)


def is_insider(project: Project, actor: Actor | None) -> bool:
    """Say whether a person works on the file: they read names, telephone numbers and private notes."""
    return actor is not None and bool(roles_of(project, actor) & INSIDERS)


def can_attach(project: Project, actor: Actor) -> bool:
    """Say whether a person may add a document."""
    return project.is_open and bool(roles_of(project, actor) & (INSIDERS - {"finance"}))


def can_attach_kind(project: Project, kind: str, actor: Actor) -> bool:
    """Say whether a person may add a document of this kind; the team does not add official ones."""
    if not can_attach(project, actor):
        return False
    return kind not in OFFICIAL or bool(roles_of(project, actor) & (INSIDERS - {"carrier", "finance"}))


def can_remove(attachment: Attachment, project: Project, actor: Actor) -> bool:
    """Say whether a document may be taken away: by who added it, or a referent.

    A photo at any time (a person shown on it may ask), a proof never, the rest while the project has not moved since.
    """
    if attachment.kind in PROOFS or not is_insider(project, actor):
        return False
    roles = roles_of(project, actor)
    if attachment.added_by_id != actor.acting_id and not roles & STAFF:
        return False
    return attachment.kind == "photo" or (project.is_open and attachment.added_at >= project.entered_at)


def _acting(actor: Actor) -> Person | None:
    return person_with_roles(actor.acting_id) if actor.acting_id else None
