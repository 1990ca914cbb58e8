"""Going towards people: planning it for a meeting, noting it in twenty seconds, keeping the contacts they leave."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from app import security
from app.accounts.contact import spoken
from app.db import session
from app.dialogue import policy, queries
from app.dialogue.forms.outreach import ContactForm, DoneForm, PlanForm, ThanksForm
from app.dialogue.guards import outreach_planned
from app.dialogue.labels import mode_of
from app.dialogue.models import FACE_TO_FACE, LeftContact, Meeting, OutreachAction
from app.dialogue.services import contacts as keeping
from app.dialogue.services import outreach as reaching
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import own_meeting, reached_meeting, reached_place
from app.i18n import gettext as _
from app.i18n import ngettext
from app.territory.models import Neighbourhood


@bp.route("/meetings/<int:meeting_id>/outreach", methods=["GET", "POST"])
@security.holders_of(*policy.REACHING)
def outreach(meeting_id: int) -> Page:
    """Show how people are reached for a meeting, and plan it."""
    meeting = reached_meeting(meeting_id)
    rows = queries.outreach_for(meeting)
    form = PlanForm(modes=[row.mode for row in rows])
    if form.validate_on_submit():
        reaching.plan(meeting_id, form.modes.data or [], security.current_actor())
        flash(_("C'est enregistré."), "success")
        return redirect(url_for(".outreach", meeting_id=meeting_id), 303)
    return render_template(
        "dialogue/outreach.html",
        meeting=meeting,
        form=form,
        rows=rows,
        mode_of=mode_of,
        face_to_face=FACE_TO_FACE,
        lacking=outreach_planned(meeting),
    ), 422 if form.errors else 200


@bp.route("/neighbourhoods/<slug>/outreach", methods=["GET", "POST"])
@security.holders_of(*policy.REACHING)
def note_outreach(slug: str) -> Page:
    """Note what was just done to reach people."""
    place = reached_place(slug)
    coming = queries.coming_and_planned(place)
    form = DoneForm([SelectChoice(str(one.id), one.title) for one in coming], **_asked(coming))
    if form.validate_on_submit():
        meeting = next((one for one in coming if one.id == form.meeting.data), None)
        reaching.note_done(place, meeting, form.done(), security.current_actor())
        flash(_("C'est noté. Vous pouvez en noter une autre."), "success")
        return redirect(url_for(".note_outreach", slug=slug, meeting=meeting.id if meeting else None), 303)
    page = render_template(
        "dialogue/note_outreach.html", place=place, form=form, rows=queries.outreach_in(place), mode_of=mode_of
    )
    return page, 422 if form.errors else 200


@bp.post("/outreach/<int:outreach_id>/forget")
@security.holders_of(*policy.REACHING)
def forget_outreach(outreach_id: int) -> Page:
    """Take away what was noted by mistake."""
    row = session().get(OutreachAction, outreach_id) or abort(404)
    place = session().get_one(Neighbourhood, row.neighbourhood_id)
    if not policy.can_reach_out(place, security.current_actor()):
        abort(404)
    reaching.forget(outreach_id, security.current_actor())
    flash(_("C'est retiré."), "success")
    return redirect(url_for(".note_outreach", slug=place.slug), 303)


@bp.route("/meetings/<int:meeting_id>/contacts", methods=["GET", "POST"])
@security.holders_of(*policy.REACHING)
def contacts(meeting_id: int) -> Page:
    """Show the contacts left in a meeting, and keep one more."""
    meeting, form = reached_meeting(meeting_id), ContactForm()
    if form.validate_on_submit():
        keeping.leave_contact(meeting.neighbourhood, meeting, form.left(), security.current_actor())
        flash(_("Le contact est gardé. Il ne sert qu'à inviter aux rencontres."), "success")
        return redirect(url_for(".contacts", meeting_id=meeting_id), 303)
    return _contacts(meeting, form, ThanksForm(formdata=None))


@bp.post("/meetings/<int:meeting_id>/thanks")
@security.holders_of(*policy.WRITERS)
def thank(meeting_id: int) -> Page:
    """Thank those who left a contact in a meeting, each once."""
    meeting, form = own_meeting(meeting_id), ThanksForm()
    if not form.validate_on_submit():
        return _contacts(meeting, ContactForm(formdata=None), form)
    count = keeping.thank(meeting_id, form.noted.data or "", security.current_actor())
    flash(
        ngettext("%(num)d merci est parti.", "%(num)d mercis sont partis.", count)
        if count
        else _("Tout le monde était déjà remercié."),
        "success",
    )
    return redirect(url_for(".contacts", meeting_id=meeting_id), 303)


@bp.route("/neighbourhoods/<slug>/contacts", methods=["GET", "POST"])
@security.holders_of(*policy.REACHING)
def place_contacts(slug: str) -> Page:
    """Show everyone who asked to hear of the meetings of a neighbourhood, and keep one more contact."""
    place, form = reached_place(slug), ContactForm()
    if form.validate_on_submit():
        keeping.leave_contact(place, None, form.left(), security.current_actor())
        flash(_("Le contact est gardé. Il ne sert qu'à inviter aux rencontres."), "success")
        return redirect(url_for(".place_contacts", slug=slug), 303)
    page = render_template(
        "dialogue/place_contacts.html", place=place, form=form, contacts=queries.contacts_of(place), spoken=spoken
    )
    return page, 422 if form.errors else 200


@bp.post("/contacts/<int:contact_id>/erase")
@security.holders_of(*policy.REACHING)
def erase_contact(contact_id: int) -> Page:
    """Erase a contact because its person asks for it."""
    contact = session().get(LeftContact, contact_id) or abort(404)
    place = session().get_one(Neighbourhood, contact.neighbourhood_id)
    if not policy.can_reach_out(place, security.current_actor()):
        abort(404)
    keeping.erase_contact(contact_id, security.current_actor())
    flash(_("Ce contact est effacé, et ce qui lui a été écrit aussi."), "success")
    return redirect(url_for(".place_contacts", slug=place.slug), 303)


def _contacts(meeting: Meeting, form: ContactForm, thanks: ThanksForm) -> Page:
    shown = thanks if thanks.errors else form
    page = render_template(
        "dialogue/contacts.html",
        meeting=meeting,
        form=shown,
        contact_form=form,
        thanks=thanks,
        contacts=queries.contacts_left(meeting),
        spoken=spoken,
        may_thank=meeting.was_held and policy.can_record(meeting.neighbourhood, security.current_actor()),
    )
    return page, 422 if shown.errors else 200


def _asked(coming: Sequence[Meeting]) -> dict[str, int]:
    """Choose at first the meeting named in the address, else the next one."""
    asked = request.args.get("meeting", 0, type=int)
    numbers = [one.id for one in coming]
    return {"meeting": asked if asked in numbers else (numbers[0] if numbers else 0)}
