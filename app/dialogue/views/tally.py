"""After the meeting: what was counted, what does not add up, corrections, and sheets of paper to print and to key."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import i18n, pdf, qr, security
from app.addresses import full_address
from app.dialogue import policy, tally_labels, tally_queries
from app.dialogue.counting import Cell, Tallies
from app.dialogue.forms.counts import MOST, Figures, ReasonForm, field_name, figures, sentences
from app.dialogue.models import COMING, Meeting
from app.dialogue.models.tally import CELLS, Measure, TallySheet
from app.dialogue.queries import meeting_with_space
from app.dialogue.services import sheets, tally
from app.dialogue.services.meetings import NotYetHeld
from app.dialogue.views import Page, bp
from app.dialogue.views.opening import own_meeting
from app.i18n import gettext as _
from app.steps.wording import refusal
from workflows.engine import ActionRefused

MEETING = "/meetings/<int:meeting_id>"


@bp.route(f"{MEETING}/counts", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def counts(meeting_id: int) -> Page:
    """Show every count of a meeting; correct some of them, with a reason."""
    meeting = own_meeting(meeting_id)
    counted, form = tally_queries.tallies_of(meeting.id), ReasonForm()
    lines = figures(request.form if form.is_submitted() else None, counted)
    if form.validate_on_submit() and lines.validate() and _corrected(meeting, lines, form):
        flash(_("Les comptes sont corrigés."), "success")
        return redirect(url_for(".counts", meeting_id=meeting.id), 303)
    return _counts(meeting, counted, lines, form)


@bp.post(f"{MEETING}/counts/confirm")
@security.holders_of(*policy.WRITERS)
def confirm_counts(meeting_id: int) -> Response:
    """Take the counts for those of the meeting."""
    meeting = own_meeting(meeting_id)
    try:
        tally.confirm(meeting.id, security.current_actor())
    except tally.DoesNotAddUp:
        flash(_("Ces comptes ne tombent pas juste. Corrigez-les d'abord."), "error")
        return redirect(url_for(".counts", meeting_id=meeting.id), 303)
    except NotYetHeld:
        flash(_("Le jour de la rencontre n'est pas encore arrivé."), "error")
        return redirect(url_for(".counts", meeting_id=meeting.id), 303)
    except ActionRefused as refused:
        flash(refusal(meeting, refused), "error")
        return redirect(url_for(".counts", meeting_id=meeting.id), 303)
    flash(_("Les comptes sont confirmés."), "success")
    return redirect(url_for(".meeting", meeting_id=meeting.id), 303)


@bp.post(f"{MEETING}/tally-sheets")
@security.holders_of(*policy.WRITERS)
def print_sheet(meeting_id: int) -> Response:
    """Give a meeting a sheet of paper of its own."""
    sheet = sheets.print_sheet(own_meeting(meeting_id).id, security.current_actor())
    return redirect(url_for(".sheet_pdf", tally_serial=sheet.serial), 303)


@bp.get("/tally-sheets/<tally_serial>.pdf")
@security.holders_of(*policy.WRITERS)
def sheet_pdf(tally_serial: str) -> Response:
    """Give the sheet to print."""
    sheet, meeting = _sheet(tally_serial)
    return pdf.answer(pdf.made("dialogue/documents/tally_sheet.typ", _on_paper(sheet, meeting)), f"{sheet.serial}.pdf")


@bp.route("/tally-sheets/<tally_serial>", methods=["GET", "POST"])
@security.holders_of(*policy.WRITERS)
def key_sheet(tally_serial: str) -> Page:
    """Key the figures of a sheet; they are kept on the page until they add up."""
    sheet, meeting = _sheet(tally_serial)
    known, form = tally_queries.keyed_from(sheet), ReasonForm()
    lines = figures(request.form if form.is_submitted() else None, known)
    problems: list[str] = []
    if form.validate_on_submit() and lines.validate():
        problems = sentences(Tallies(lines.cells())) or _keyed(sheet, lines, form)
        if not problems:
            flash(_("La feuille %(serial)s est enregistrée.", serial=_spoken(sheet)), "success")
            return redirect(url_for(".counts", meeting_id=meeting.id), 303)
    page = render_template(
        "dialogue/key_sheet.html",
        meeting=meeting, sheet=sheet, spoken=_spoken(sheet), form=form, lines=lines, problems=problems,
    )  # fmt: skip
    return page, 422 if problems or form.errors or lines.errors else 200


def _corrected(meeting: Meeting, lines: Figures, form: ReasonForm) -> bool:
    """Write what changed since the page was shown; taps that came meanwhile are kept. Say in the form what is wrong."""
    changes = {cell: field.data or 0 for cell, field in lines.lines()}
    changes = {cell: number - _seen(cell) for cell, number in changes.items()}
    changes = {cell: delta for cell, delta in changes.items() if delta}
    if not (form.reason.data or "").strip():
        form.reason.errors = [_("Dites pourquoi, en quelques mots.")]
        return False
    try:
        tally.correct(meeting.id, changes, form.reason.data or "", security.current_actor())
    except tally.BelowZero as below:
        lines[field_name(*below.cell)].errors = [_("Il ne peut pas en rester moins que zéro.")]
        return False
    return True


def _seen(cell: Cell) -> int:
    """Return what the page showed in a cell when the person began to correct."""
    told = request.form.get(f"seen-{field_name(*cell)}", "0")
    return int(told) if told.isdecimal() and len(told) <= len(str(MOST)) else 0


def _seen_by(lines: Figures) -> dict[str, int]:
    return {field_name(*cell): _seen(cell) for cell, _field in lines.lines()}


def _keyed(sheet: TallySheet, lines: Figures, form: ReasonForm) -> list[str]:
    try:
        sheets.key_sheet(sheet.serial, lines.cells(), form.reason.data or "", security.current_actor())
    except sheets.AlreadyKeyed:
        form.reason.errors = [_("Dites pourquoi ces chiffres remplacent les premiers.")]
        return [_("Cette feuille a déjà été saisie, avec d'autres chiffres.")]
    except tally.BelowZero:
        return [_("Ces comptes ont été corrigés depuis. Corrigez plutôt les comptes de la rencontre.")]
    return []


def _counts(meeting: Meeting, counted: Tallies, lines: Figures, form: ReasonForm) -> Page:
    wrong = bool(form.errors or form.reason.errors or any(field.errors for _cell, field in lines.lines()))
    page = render_template(
        "dialogue/counts.html",
        meeting=meeting,
        counted=counted,
        lines=lines,
        form=form,
        wrong=wrong,
        problems=sentences(counted),
        printed=[(sheet, _spoken(sheet)) for sheet in tally_queries.sheets_of(meeting.id)],
        corrections=tally_queries.corrections_of(meeting.id),
        words=tally_labels,
        may_tap=policy.takes_taps(meeting) or meeting.state in COMING,
        seen=_seen_by(lines) if wrong else {field_name(*cell): number for cell, number in counted.cells.items()},
    )
    return page, 422 if wrong else 200


def _sheet(serial: str) -> tuple[TallySheet, Meeting]:
    """Return a sheet and its meeting; else 404, or 403 where the person holds no meetings."""
    sheet = tally_queries.sheet_called(serial) or abort(404)
    meeting = meeting_with_space(sheet.meeting_id)
    if meeting is None or not policy.can_record(meeting.neighbourhood, security.current_actor()):
        abort(404)
    return sheet, meeting


def _spoken(sheet: TallySheet) -> str:
    return f"{sheet.serial[:3]}-{sheet.serial[3:]}"


def _on_paper(sheet: TallySheet, meeting: Meeting) -> dict[str, object]:
    address = full_address(url_for(".key_sheet", tally_serial=sheet.serial))
    listed = {
        measure.value: [str(tally_labels.WORDS[measure][key]) for key in CELLS[measure]]
        for measure in (Measure.NOVELTY, Measure.PRESENT, Measure.AGE, Measure.SEX, Measure.HEARD, Measure.TURNS)
    }
    return {
        "title": _("Feuille de comptage"),
        "meeting": meeting.title,
        "facts": f"{i18n.day(meeting.held_on)} – {meeting.place}, {meeting.neighbourhood.name}",
        "serial": _spoken(sheet),
        "address": address,
        "code": qr.svg(address),
        "rows": listed,
        "words": _paper_words(),
    }


def _paper_words() -> dict[str, str]:
    return {
        "how": _("Un bâton par personne. Barrez le cinquième en travers. N'écrivez aucun nom."),
        "serial": _("Numéro de la feuille"),
        "key": _("À saisir sur"),
        "door": _("À la porte : habitants et habitantes"),
        "others": _("Les autres personnes présentes"),
        "more": _("Si la personne veut bien le dire"),
        "heard": _("Comment l'avez-vous su ?"),
        "talk": _("Qui parle"),
        "line": _("Ligne"),
        "sticks": _("Bâtons"),
        "total": _("Total"),
        "newcomers": _("Dont première fois"),
        "new_voices": _("Nouvelle voix"),
        "again": _("Parle encore"),
        "all_residents": _("Total des habitants et habitantes"),
        "women": _("Prises de parole des femmes"),
        "men": _("Prises de parole des hommes"),
        "code": _("Code à scanner pour saisir cette feuille"),
    }
