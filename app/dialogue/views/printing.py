"""What is printed for a meeting."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from app import pdf, security
from app.dialogue import papers, policy
from app.dialogue.views import bp
from app.dialogue.views.opening import meeting_or_404, reached_meeting


@bp.route("/meetings/<int:meeting_id>/poster.pdf")
@security.public
def poster(meeting_id: int) -> ResponseReturnValue:
    """Give the poster of a meeting."""
    return pdf.answer(papers.poster(meeting_or_404(meeting_id)), "affiche.pdf")


@bp.route("/meetings/<int:meeting_id>/sign-in.pdf")
@security.holders_of(*policy.REACHING)
def sign_in_sheet(meeting_id: int) -> ResponseReturnValue:
    """Give the sheet to leave at the door."""
    return pdf.answer(papers.sign_in_sheet(reached_meeting(meeting_id)), "feuille-d-accueil.pdf")


@bp.route("/meetings/<int:meeting_id>/minutes.pdf")
@security.public
def minutes_paper(meeting_id: int) -> ResponseReturnValue:
    """Give the minutes of a meeting, once they are published."""
    meeting = meeting_or_404(meeting_id)
    if meeting.minutes_published_at is None:
        abort(404)
    return pdf.answer(papers.minutes(meeting), "compte-rendu.pdf")
