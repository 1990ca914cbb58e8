"""Moving a meeting on from its page, or taking its last step back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from app import security
from app.dialogue.models import Meeting
from app.dialogue.services import turns
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import own_meeting
from app.dialogue.views.page import Typed, page_context
from app.i18n import gettext as _
from app.incoming import row_id
from app.steps.seen import AlreadyDone, Moved
from app.steps.services import CORRECTING_ROLES
from app.steps.wording import done, missing
from workflows.engine import ActionRefused

LONGEST_NOTE = 1000


@bp.post("/meetings/<int:meeting_id>/actions/<action>")
@security.holders_of("facilitator", "referent", "metro_admin")
def act(meeting_id: int, action: str) -> Page:
    """Take an action of the workflow, once, on the meeting as it was seen."""
    meeting, (note, seen) = own_meeting(meeting_id), _sent()
    if len(note) > LONGEST_NOTE:
        return _again(meeting, Typed(action, note, (_too_long(),)), 422)
    try:
        step = turns.act(meeting, action, security.current_actor(), note, seen)
    except AlreadyDone:
        flash(_("C'est déjà fait. Nous ne l'avons compté qu'une fois."), "info")
    except Moved:
        return _again(meeting, Typed(action, note, (_moved(),)), 409)
    except ActionRefused as refused:
        return _again(meeting, Typed(action, note, _reasons(meeting, refused)), 422)
    else:
        flash(_("C'est enregistré. %(sentence)s", sentence=done("meeting", step.action)), "success")
    return redirect(url_for(".meeting", meeting_id=meeting_id), 303)


@bp.post("/meetings/<int:meeting_id>/correct")
@security.holders_of(*CORRECTING_ROLES)
def correct(meeting_id: int) -> Page:
    """Take back the last action, with a reason."""
    meeting, (reason, seen) = own_meeting(meeting_id), _sent()
    if len(reason) > LONGEST_NOTE:
        flash(_too_long(), "error")
        return redirect(url_for(".history", meeting_id=meeting_id), 303)
    try:
        turns.take_back(meeting, request.form.get("undone", ""), security.current_actor(), reason, seen)
    except AlreadyDone:
        flash(_("C'est déjà fait. Nous ne l'avons compté qu'une fois."), "info")
    except Moved:
        flash(_moved(), "error")
    except ActionRefused as refused:
        flash(" ".join(_reasons(meeting, refused)), "error")
    else:
        flash(_("L'étape est annulée. L'histoire de la rencontre garde les deux."), "success")
    return redirect(url_for(".meeting", meeting_id=meeting_id), 303)


def _again(meeting: Meeting, typed: Typed, status: int) -> Page:
    return render_template("dialogue/meeting.html", **page_context(meeting, typed)), status


def _sent() -> tuple[str, int]:
    return request.form.get("note", "").strip(), request.form.get("seen", default=0, type=row_id)


def _reasons(meeting: Meeting, refused: ActionRefused) -> tuple[str, ...]:
    return tuple(item.what for item in missing(meeting, refused.obstacles))


def _too_long() -> str:
    return _("Votre explication est trop longue : 1000 signes au plus.")


def _moved() -> str:
    return _("La rencontre a changé pendant que vous lisiez. Rien n'a été enregistré.")
