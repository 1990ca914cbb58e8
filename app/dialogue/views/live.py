"""The facilitator's screen, on a phone in the room: who comes in, who speaks, what is said; without network too."""

from __future__ import annotations

from uuid import uuid4

from flask import Response, abort, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from app import kept, security
from app.dialogue import policy, tally_labels, tally_queries
from app.dialogue.counting import AMBER, FEWEST_TURNS, RED, Tallies
from app.dialogue.forms import taps
from app.dialogue.forms.said import SaidForm
from app.dialogue.hooks import CannotKeep
from app.dialogue.models import COMING, Meeting
from app.dialogue.models.tally import Attendee, Measure
from app.dialogue.services import tally
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import own_meeting
from app.i18n import gettext as _

ADDRESS = "/meetings/<int:meeting_id>/live"
Sent = Answer | tuple[Response, int]


@bp.get(ADDRESS)
@security.holders_of(*policy.WRITERS)
def live(meeting_id: int) -> Page:
    """Show the screen of a meeting that is coming, open or just closed."""
    return _page(own_meeting(meeting_id), SaidForm())


@bp.get(f"{ADDRESS}/totals")
@security.holders_of(*policy.WRITERS)
def live_totals(meeting_id: int) -> Response:
    """Give the sums that every phone counting this meeting shows."""
    return _totals(own_meeting(meeting_id).id)


@bp.post(f"{ADDRESS}/taps")
@security.holders_of(*policy.WRITERS)
def live_taps(meeting_id: int) -> Sent:
    """Keep what was tapped: many taps of a phone's queue, or one button of a page without scripts."""
    try:
        sent = taps.batch(request.get_json()) if request.is_json else taps.pressed(request.form)
        tally.record_taps(meeting_id, sent, security.current_actor())
    except taps.Malformed:
        return kept.refused(_("Cette page est trop ancienne. Rechargez-la : rien n'est perdu."))
    except policy.NotAllowed:
        abort(403)
    except tally.NotCounting:
        return _stopped(own_meeting(meeting_id))
    if kept.sent_later():
        return _totals(meeting_id)
    last = sent[0].id if isinstance(sent[0], tally.SentTap) else None
    flash(_("C'est compté.") if last else _("C'est annulé."), "success")
    return redirect(url_for(".live", meeting_id=meeting_id, last=last), 303)


@bp.post(f"{ADDRESS}/said")
@security.holders_of(*policy.WRITERS)
def live_said(meeting_id: int) -> Page | Sent:
    """Keep something said in the room."""
    meeting, form = own_meeting(meeting_id), SaidForm()
    if not form.validate():
        return kept.refused(form.first_error()) if kept.sent_later() else (_page(meeting, form), 422)
    try:
        tally.capture(meeting.id, form.told(), security.current_actor())
    except tally.NotCounting:
        return _stopped(meeting)
    except CannotKeep as refusal:
        form.text.errors = [*form.text.errors, str(refusal)]
        return kept.refused(str(refusal)) if kept.sent_later() else (_page(meeting, form), 422)
    if kept.sent_later():
        return jsonify(kept=True)
    flash(_("C'est noté. Vous pouvez en noter une autre."), "success")
    return redirect(url_for(".live", meeting_id=meeting.id, _anchor="note"), 303)


def cells_in_json(counted: Tallies) -> dict[str, int]:
    """Write counts by the names that pages give to their cells: "turns:elected", "again:elected" (not a new voice)."""
    voices = counted.of(Measure.VOICES)
    again = {f"again:{key}": turns - voices[key] for key, turns in counted.of(Measure.TURNS).items()}
    return again | {f"{measure}:{key}": number for (measure, key), number in counted.cells.items()}


def _page(meeting: Meeting, form: SaidForm) -> str:
    form.kept_id.data = form.kept_id.data or str(uuid4())
    counted = tally_queries.tallies_of(meeting.id)
    return render_template(
        "dialogue/live.html",
        meeting=meeting,
        form=form,
        counted=counted,
        cells=cells_in_json(counted),
        words=tally_labels,
        attendees=[attendee for attendee in Attendee if attendee != Attendee.RESIDENT],
        thresholds={"amber": AMBER, "red": RED, "fewest": FEWEST_TURNS},
        counting=policy.takes_taps(meeting),
        is_coming=meeting.state in COMING,
        tap_id=str(uuid4()),
        last=request.args.get("last"),
    )


def _totals(meeting_id: int) -> Response:
    answer = jsonify(cells=cells_in_json(tally_queries.tallies_of(meeting_id)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _stopped(meeting: Meeting) -> Sent:
    early = _("La rencontre n'est pas encore ouverte : les comptes partiront le jour même.")
    late = _("Le compte rendu est publié : les comptes sont arrêtés. Corrigez-les à la main.")
    sentence = late if meeting.was_held else early
    if meeting.state == "cancelled":
        sentence = _("Cette rencontre est annulée : rien n'y est compté.")
    if kept.sent_later():
        return kept.refused(sentence, 409)
    flash(sentence, "error")
    return redirect(url_for(".meeting", meeting_id=meeting.id), 303)
