"""Notes of information: what institutions prepare, told to residents in plain words."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import files, security
from app.dialogue import policy, queries
from app.dialogue.forms.information import NoteForm
from app.dialogue.labels import INFO_CHANNELS, THEMES
from app.dialogue.models import InfoItem
from app.dialogue.services import information as telling
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import informed_place, note_or_404, own_note, place_or_404
from app.i18n import gettext as _
from app.plain import long_sentences


@bp.route("/neighbourhoods/<slug>/notes")
@security.public
def notes(slug: str) -> Page:
    """List the notes of a neighbourhood, the latest first; its writers see those that wait."""
    place = place_or_404(slug)
    may_write = policy.can_inform(place, security.reading_actor())
    return render_template(
        "dialogue/notes.html",
        place=place,
        notes=queries.notes_in(place, drafts=may_write),
        may_write=may_write,
        themes=THEMES,
    )


@bp.route("/notes/<int:note_id>")
@security.public
def note(note_id: int) -> Page:
    """Show a note, in plain words first."""
    shown = note_or_404(note_id)
    may_write = policy.can_inform(shown.neighbourhood, security.reading_actor())
    return render_template(
        "dialogue/note.html",
        note=shown,
        themes=THEMES,
        channels=INFO_CHANNELS,
        may_write=may_write,
        long=long_sentences(shown.plain_text) if may_write else [],
    )


@bp.route("/neighbourhoods/<slug>/notes/new", methods=["GET", "POST"])
@security.holders_of(*policy.INFORMING)
def new_note(slug: str) -> Page:
    """Write a note; it is read again before it is published."""
    place, form = informed_place(slug), NoteForm()
    if form.validate_on_submit():
        try:
            stored = _recording(form)
        except files.FileRefused as refused:
            form.audio.errors = [*form.audio.errors, str(refused)]
        else:
            made = telling.write_note(place, form.sheet(), security.current_actor())
            _attach(made, stored)
            flash(_("La note est gardée. Relisez-la, puis publiez-la."), "success")
            return redirect(url_for(".note", note_id=made.id), 303)
    page = render_template("dialogue/edit_note.html", place=place, note=None, form=form)
    return page, 422 if form.errors else 200


@bp.route("/notes/<int:note_id>/edit", methods=["GET", "POST"])
@security.holders_of(*policy.INFORMING)
def edit_note(note_id: int) -> Page:
    """Change a note."""
    shown = own_note(note_id)
    form = NoteForm(obj=shown)
    if form.validate_on_submit():
        try:
            stored = _recording(form)
        except files.FileRefused as refused:
            form.audio.errors = [*form.audio.errors, str(refused)]
        else:
            telling.change_note(note_id, form.sheet(), security.current_actor())
            _attach(shown, stored)
            flash(_("C'est enregistré."), "success")
            return redirect(url_for(".note", note_id=note_id), 303)
    page = render_template("dialogue/edit_note.html", place=shown.neighbourhood, note=shown, form=form)
    return page, 422 if form.errors else 200


@bp.post("/notes/<int:note_id>/publish")
@security.holders_of(*policy.INFORMING)
def publish_note(note_id: int) -> Page:
    """Show a note to everybody."""
    own_note(note_id)
    try:
        telling.publish_note(note_id, security.current_actor())
    except telling.NoPlainWords:
        flash(_("Écrivez d'abord la note en mots simples."), "error")
    else:
        flash(_("La note est publiée. Elle entre dans la prochaine rencontre du quartier."), "success")
    return redirect(url_for(".note", note_id=note_id), 303)


@bp.post("/notes/<int:note_id>/withdraw")
@security.holders_of(*policy.INFORMING)
def withdraw_note(note_id: int) -> Page:
    """Show a note no more."""
    own_note(note_id)
    telling.withdraw_note(note_id, security.current_actor())
    flash(_("La note n'est plus visible."), "success")
    return redirect(url_for(".note", note_id=note_id), 303)


@bp.route("/notes/<int:note_id>/audio")
@security.public
def note_audio(note_id: int) -> ResponseReturnValue:
    """Give the recording of a note."""
    shown = note_or_404(note_id)
    if not shown.audio_sha256:
        abort(404)
    return files.send(files.StoredFile(shown.audio_sha256, "note", shown.audio_type, shown.audio_size))


def _recording(form: NoteForm) -> files.StoredFile | None:
    upload = form.audio.data
    return files.receive_audio(upload) if upload and getattr(upload, "filename", "") else None


def _attach(note: InfoItem, stored: files.StoredFile | None) -> None:
    if stored:
        telling.attach_audio(note.id, stored, security.current_actor())
