"""How the bearers of a project were heard."""

from __future__ import annotations

from app import clock
from app.committees.models import Sitting
from app.committees.room_models import Hearing, HearingMode
from app.committees.services.room import check_awaits, check_secretary, locked_in_session
from app.db import session, transaction
from app.projects.models import Project
from app.steps.actor import Actor


@transaction()
def note_hearing(sitting: Sitting, project: Project, mode: HearingMode, note: str, actor: Actor) -> Hearing:
    """Record how the bearers were heard, or that nobody came; written again, it replaces what was there.

    Raises CommitteeRefused when the sitting is not open, on no right, and for a file that awaits nothing here.
    """
    check_secretary(sitting.committee, actor)
    sitting = locked_in_session(sitting)
    project = check_awaits(sitting, project, actor)
    row = session().get(Hearing, (sitting.id, project.id))
    if row is None:
        row = Hearing(sitting_id=sitting.id, project_id=project.id)
        session().add(row)
    row.mode, row.note = mode, note.strip()
    row.heard_at, row.noted_by_id = clock.now(), actor.person_id
    session().flush()
    return row
