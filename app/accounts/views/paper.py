"""Sheets to fill in by hand: print a batch, key them one after the other, see which have not come back."""

from __future__ import annotations

from flask import Response as Download
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app import files, pdf, qr, security
from app.accounts import contact, paper, policy
from app.accounts.forms_paper import KeySheetForm, PrintSheetsForm, SerialForm
from app.accounts.models import PaperForm
from app.accounts.places import Place, neighbourhoods
from app.accounts.queries import paper_form, sheets_of_batch, sheets_out
from app.accounts.services import paper_forms as services
from app.accounts.services.helping import NotHelpable, Resident
from app.accounts.views import bp
from app.addresses import full_address
from app.i18n import gettext as _

Answer = str | tuple[str, int] | Response
helpers = security.holders_of(*policy.HELPING)


@bp.route("/paper", methods=["GET", "POST"])
@helpers
def paper_sheets() -> Answer:
    """Offer to print sheets and to key one; list those that are out."""
    form = SerialForm()
    if form.validate_on_submit() and form.found:
        return redirect(url_for("accounts.key_sheet", serial=paper.serial(*form.found)), 303)
    places = _reached()
    page = render_template(
        "accounts/paper.html",
        form=form,
        printing=PrintSheetsForm(places, formdata=None),
        sheets=[(paper.serial(kind, row.id), kind, row) for row, kind in _out(places)],
        places={place.id: place.name for place in places},
    )
    return page, 422 if form.errors else 200


@bp.post("/paper/print")
@helpers
def print_sheets() -> Answer:
    """Number a batch, then give it as a PDF."""
    form = PrintSheetsForm(_reached())
    kind = paper.kind_of(str(form.kind.data))
    if not form.validate_on_submit() or kind is None:
        return render_template("accounts/paper_print.html", printing=form), 422
    made = services.print_sheets(kind, form.count.data or 1, int(form.neighbourhood.data), security.current_actor())
    return redirect(url_for("accounts.printed_sheets", batch=made[0].batch), 303)


@bp.get("/paper/batch-<int:batch>.pdf")
@helpers
def printed_sheets(batch: int) -> Download:
    """Give the sheets of a batch, one a page, each with its number."""
    rows = sheets_of_batch(batch)
    kind = paper.kind_of(rows[0].kind) if rows else None
    if kind is None or rows[0].neighbourhood_id not in {place.id for place in _reached()}:
        abort(404)
    content = pdf.made("accounts/documents/paper_forms.typ", _filled(kind, rows))
    return pdf.answer(content, f"{kind.code}-{batch}.pdf")


@bp.route("/paper/<serial>", methods=["GET", "POST"])
@helpers
def key_sheet(serial: str) -> Answer:
    """Say who filled the sheet in, then go and key it for them."""
    kind, row = _sheet(serial)
    if security.helping() is not None:
        flash(_("Finissez d'abord l'aide en cours."), "info")
        return redirect(url_for("accounts.stop_helping"), 303)
    form = KeySheetForm(_reached(), neighbourhood=row.neighbourhood_id)
    if not (row.keyed_at or row.spoiled_at) and form.validate_on_submit() and _begun(form, kind, row):
        flash(_("Recopiez la feuille. À la fin, appuyez sur « Arrêter » en haut de la page."))
        return redirect(url_for(kind.endpoint), 303)
    page = render_template("accounts/paper_key.html", form=form, kind=kind, row=row, serial=paper.serial(kind, row.id))
    return page, 422 if form.errors else 200


@bp.post("/paper/<serial>/strike-out")
@helpers
def strike_out_sheet(serial: str) -> Response:
    """Wait for a sheet no more."""
    _kind, row = _sheet(serial)
    try:
        services.strike_out(row.id, security.current_actor())
    except services.AlreadyKeyed:
        flash(_("Cette feuille est déjà rangée."), "info")
    else:
        flash(_("Cette feuille n'est plus attendue."))
    return redirect(url_for("accounts.paper_sheets"), 303)


@bp.get("/paper/<serial>/scan")
@helpers
def sheet_scan(serial: str) -> Download:
    """Give the scan of a sheet."""
    _kind, row = _sheet(serial)
    if not row.scan_sha256:
        abort(404)
    return files.send(files.StoredFile(row.scan_sha256, row.scan_name, row.scan_type, row.scan_size))


def _begun(form: KeySheetForm, kind: paper.PaperKind, row: PaperForm) -> bool:
    """Begin to key a sheet; say why in the form when it cannot be."""
    try:
        scan = files.receive(form.scan.data) if form.scan.data else None
        entry = services.begin_keying(row.id, kind, services.Sheet(_told(form), scan), security.current_actor())
    except files.FileRefused as refused:
        form.scan.errors = [str(refused)]
    except services.AlreadyKeyed:
        form.form_errors.append(_("Cette feuille vient d'être saisie ou rayée par une autre personne."))
    except NotHelpable:
        form.phone.errors = [_("ce numéro est celui d'une personne que vous ne pouvez pas aider.")]
    else:
        resident = entry.person
        security.start_helping(security.Helping(resident.id, resident.name, entry.id, entry.expires_at))
        return True
    return False


def _told(form: KeySheetForm) -> Resident:
    phone = contact.phone(form.phone.data) if form.phone.data else None
    return Resident(form.name.data or "", phone, int(form.neighbourhood.data), form.address.data or "")


def _sheet(serial: str) -> tuple[paper.PaperKind, PaperForm]:
    """Return a sheet of a neighbourhood where one helps; to others it does not exist."""
    found = paper.read_serial(serial)
    row = paper_form(found[1]) if found else None
    if found is None or row is None or row.kind != found[0].code:
        abort(404)
    if not policy.can_help_in(security.current_person(), row.neighbourhood_id):
        abort(404)
    return found[0], row


def _out(places: list[Place]) -> list[tuple[PaperForm, paper.PaperKind]]:
    rows = sheets_out([place.id or 0 for place in places])
    return [(row, kind) for row in rows if (kind := paper.kind_of(row.kind))]


def _reached() -> list[Place]:
    helper = security.current_person()
    return [place for place in neighbourhoods() if policy.can_help_in(helper, place.id)]


def _filled(kind: paper.PaperKind, rows: list[PaperForm]) -> dict[str, object]:
    sheets = []
    for row in rows:
        number = paper.serial(kind, row.id)
        address = full_address(url_for("accounts.key_sheet", serial=number))
        sheets.append(
            {"serial": number, "qr": qr.svg(address), "qr-alt": _("Code de la feuille %(serial)s", serial=number)}
        )
    return {
        "title": str(kind.title),
        "intro": str(kind.intro),
        "blanks": [
            {"label": str(blank.label), "lines": blank.lines, "boxes": [str(box) for box in blank.boxes]}
            for blank in kind.blanks
        ],
        "sheets": sheets,
        "signature": _("Date et signature :"),
        "privacy": _(
            "Votre nom et votre numéro servent à vous répondre, à rien d'autre. Vous pouvez les faire effacer."
        ),
    }
