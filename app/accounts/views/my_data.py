"""My data: what I agreed to, a copy of everything, and being erased. A helper may say yes or no for the resident."""

from __future__ import annotations

import json

from flask import Response as Download
from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock, security
from app.accounts import personal_data
from app.accounts.models import Person, Purpose
from app.accounts.queries import consents_of, person_with_roles
from app.accounts.services import account, consents, erasure
from app.accounts.views import bp
from app.accounts.wording import PURPOSES
from app.i18n import gettext as _


@bp.get("/account/data")
@security.signed_in
def my_data() -> str:
    """Show what the person agreed to, with its dates, and the ways to copy or erase everything."""
    someone = _acting_person()
    return render_template(
        "accounts/my_data.html",
        someone=someone,
        purposes=PURPOSES,
        consents=consents_of(someone.id),
        helped=security.helped_id() is not None,
    )


@bp.post("/account/data/consents/<purpose>")
@security.signed_in
def answer_consent(purpose: str) -> Response:
    """Say yes or no to a purpose."""
    if purpose not in set(Purpose):
        abort(404)
    if request.form.get("answer") == "yes":
        consents.give_consent(Purpose(purpose), _proof(), security.current_actor())
        flash(_("C'est noté : vous êtes d'accord."))
    else:
        consents.withdraw_consent(Purpose(purpose), security.current_actor())
        flash(_("C'est noté : vous n'êtes plus d'accord."))
    return redirect(url_for("accounts.my_data"), 303)


@bp.post("/account/data/weekly-note")
@security.signed_in
def weekly_note() -> Response:
    """Begin or stop receiving the note of the week."""
    wanted = request.form.get("answer") == "yes"
    account.want_weekly_note(_acting_person().id, wanted)
    flash(_("Vous recevrez la note de la semaine.") if wanted else _("Vous ne recevrez plus la note de la semaine."))
    return redirect(url_for("accounts.my_data"), 303)


@bp.get("/account/data/copy")
@security.signed_in
def copy_of_my_data() -> Download:
    """Give a copy of everything, as a file that other programs read (GDPR, articles 15 and 20)."""
    _not_while_helping()
    person = security.current_person()
    told = {"made_on": clock.today().isoformat(), "held": personal_data.everything_about(person.id)}
    answer = Download(json.dumps(told, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="porte-voix-mes-donnees.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.route("/account/erase", methods=["GET", "POST"])
@security.signed_in
def erase_account() -> str | tuple[str, int] | Response:
    """Say what goes and what stays, then erase for good."""
    _not_while_helping()
    person = person_with_roles(security.current_person().id)
    if person is None:
        abort(404)
    reasons, unsure = erasure.obstacles(person), False
    if request.method == "POST" and not reasons:
        if request.form.get("sure") == "yes":
            return _erased(person.id)
        unsure = True
    page = render_template("accounts/erase.html", reasons=reasons, unsure=unsure)
    return page, 422 if request.method == "POST" else 200


def _erased(person_id: int) -> Response:
    try:
        erasure.erase(person_id)
    except erasure.MustStay:
        return redirect(url_for("accounts.erase_account"), 303)
    security.sign_out()
    flash(_("Votre compte est effacé. Votre nom et vos coordonnées ne sont plus ici."))
    return redirect(url_for("pages.home"), 303)


def _acting_person() -> Person:
    """Return the resident when a helper acts, else oneself."""
    person = person_with_roles(security.current_actor().acting_id or 0)
    if person is None:
        abort(404)
    return person


def _not_while_helping() -> None:
    """Keep a helper from taking away, or erasing, the data of the person they help."""
    if security.helped_id() is not None:
        abort(403)


def _proof() -> str:
    now = security.helping()
    return _("Dit à une personne qui aide.") if now else _("Case cochée par la personne, dans son compte.")
