"""Rereading what waits before everybody sees it; making a question of a remark; putting similar words together."""

from __future__ import annotations

from typing import NoReturn

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.accounts.contact import spoken
from app.i18n import gettext as _
from app.incoming import row_id
from app.steps.wording import refusal
from app.voices import policy, queries
from app.voices.forms.speaking import NoteForm, ReadingForm
from app.voices.labels import CHANNELS, KINDS, REPLY_WAYS, THEMES
from app.voices.masking import masked, traces
from app.voices.models import Moderation
from app.voices.services import merging, questions
from app.voices.views import Page, bp
from app.voices.words import question_of
from app.voices.work_queries import place_ids
from workflows.engine import ActionRefused

KEEPERS = tuple(sorted(policy.KEEPING))
SORTERS = tuple(sorted(policy.SORTING))


@bp.get("/voices")
@security.holders_of(*KEEPERS)
def voices() -> str:
    """Show what waits to be read, then what was said, in the places where one works."""
    places = place_ids(security.current_person())
    before = request.args.get("before", type=row_id)
    said = queries.voices_of(places, waiting=False, before=before)
    return render_template(
        "voices/voices.html",
        waiting=[] if before else queries.voices_of(places, waiting=True),
        said=said,
        next_url=url_for(".voices", before=said[-1].said.id) if len(said) == queries.PAGE else None,
        kinds=KINDS, channels=CHANNELS, themes=THEMES,
    )  # fmt: skip


@bp.route("/voices/<int:said_id>", methods=["GET", "POST"])
@security.holders_of(*KEEPERS)
def voice(said_id: int) -> Page | Response:
    """Read one thing said with what is kept apart; publish it as it was reread."""
    one = _kept(said_id)
    said = one.said
    found = traces(said.text, [said.contact_name])
    waits = said.moderation is Moderation.WAITING
    form = ReadingForm(data={"text": masked(said.text, found) if waits else said.text, "theme": said.theme or ""})
    if waits and form.validate_on_submit():
        reading = questions.Reading(form.text.data or "", form.chosen_theme, form.visibility)
        questions.welcome_words(said.id, reading, security.current_actor())
        flash(_("C'est publié.") if not form.is_private.data else _("C'est gardé, sans être publié."), "success")
        question = question_of(said.id)
        return redirect(url_for(".question", question_id=question.id) if question else url_for(".voices"), 303)
    return _voice_page(one, form, NoteForm(formdata=None)), 422 if form.errors else 200


@bp.post("/voices/<int:said_id>/aside")
@security.holders_of(*KEEPERS)
def set_aside(said_id: int) -> Page | Response:
    """Keep words from being published, with the reason."""
    one = _kept(said_id)
    form = NoteForm()
    if not form.validate_on_submit():
        return _voice_page(one, ReadingForm(formdata=None, obj=one.said), form), 422
    questions.set_words_aside(said_id, form.note.data or "", security.current_actor())
    flash(_("Ces mots sont mis de côté. Ils ne seront pas publiés."), "success")
    return redirect(url_for(".voices"), 303)


@bp.post("/voices/<int:said_id>/question")
@security.holders_of(*KEEPERS)
def make_a_question(said_id: int) -> Response:
    """Make a question of a remark: an answer is owed from now on."""
    if _kept(said_id).said.moderation is not Moderation.PUBLISHED:
        abort(404)
    question = questions.make_a_question(said_id, security.current_actor())
    flash(_("C'est maintenant une question. Une réponse est due."), "success")
    return redirect(url_for(".question", question_id=question.id), 303)


@bp.post("/voices/<int:said_id>/merge")
@security.holders_of(*SORTERS)
def merge(said_id: int) -> Response:
    """Put what was said together with something similar."""
    _kept(said_id)
    try:
        merging.merge(said_id, request.form.get("into", 0, type=row_id), security.current_actor())
    except merging.NotAlike:
        flash(_("Ces deux paroles ne peuvent pas être réunies."), "error")
    except policy.NotAllowed:
        abort(403)
    except ActionRefused as refused:
        question = question_of(said_id)
        flash(refusal(question, refused) if question else _("Cette action n'est plus possible."), "error")
    else:
        flash(_("C'est réuni. Chaque personne garde son numéro et aura la réponse."), "success")
    return redirect(url_for(".voice", said_id=said_id), 303)


@bp.post("/voices/<int:said_id>/part")
@security.holders_of(*SORTERS)
def part(said_id: int) -> Response:
    """Undo a merge."""
    _kept(said_id)
    reason = request.form.get("note", "").strip()[:2000]
    try:
        merging.part(said_id, security.current_actor(), reason)
    except policy.NotAllowed:
        abort(403)
    except ActionRefused as refused:
        question = question_of(said_id)
        flash(refusal(question, refused) if question else _("Cette action n'est plus possible."), "error")
    else:
        flash(_("Ces paroles suivent de nouveau chacune leur chemin."), "success")
    return redirect(url_for(".voice", said_id=said_id), 303)


def _voice_page(one: queries.Voice, form: ReadingForm, aside: NoteForm) -> str:
    said, actor = one.said, security.current_actor()
    return render_template(
        "voices/voice.html",
        voice=one, said=said, form=form, aside=aside, spoken=spoken,
        waits=said.moderation is Moderation.WAITING,
        found=traces(said.text, [said.contact_name]),
        similar=queries.similar_to(said.text, said.neighbourhood_id, but=said.id) if not said.merged_into_id else [],
        may_sort=policy.can_sort(said.neighbourhood, actor),
        kinds=KINDS, channels=CHANNELS, themes=THEMES, reply_ways=REPLY_WAYS,
    )  # fmt: skip


def _kept(said_id: int) -> queries.Voice:
    one = queries.voice(said_id)
    if one is None or not policy.can_keep(one.said.neighbourhood, security.current_actor()):
        _nowhere()
    return one


def _nowhere() -> NoReturn:
    abort(404)
