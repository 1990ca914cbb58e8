"""Coming in: who, then a password or a code; opening an account; going out.

Nothing that is answered tells whether a person is known: the same page, the same sentence, the same time.
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from flask import abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from app import clock, jobs, security
from app.accounts import contact, passwords, tasks
from app.accounts.forms import CodeForm, IdentifierForm, PasswordForm, RegistrationForm
from app.accounts.models import Person, Role
from app.accounts.places import neighbourhoods
from app.accounts.queries import person_at
from app.accounts.services import account, codes, helping, paper_forms
from app.accounts.views import bp
from app.i18n import gettext as _
from app.i18n import language

Answer = str | tuple[str, int] | Response
HOMES = {
    Role.COMMITTEE_SECRETARY: "committees.home",
    Role.REFERENT: "desk.queue",
    Role.GESTIONNAIRE: "desk.queue",
    Role.FINANCE: "desk.queue",
    Role.METRO_ADMIN: "desk.queue",
    Role.EVALUATOR: "insight.dashboard",
    Role.HELPER: "accounts.help_someone",
}
"""Where the work of each role waits, the first one held; everybody else goes to their own projects."""


def recipient_key() -> str:
    """Count attempts by the address that is tried, whoever tries it."""
    told = str(cookie.get("coming", {}).get("recipient", ""))
    return "to:" + hashlib.sha256(told.encode()).hexdigest()


def invited_key() -> str:
    """Count codes by the address written in the form, whatever address was tried before in this session."""
    told = contact.normalized(request.form.get("recipient", "")) or f"nobody, from {request.remote_addr}"
    return "to:" + hashlib.sha256(told.encode()).hexdigest()


by_recipient = security.limiter.limit("10 per 10 minutes", key_func=recipient_key, methods=["POST"])
by_address = security.limiter.limit("60 per 10 minutes", methods=["POST"])
few_codes_by_recipient = security.limiter.limit("4 per 10 minutes", key_func=recipient_key, methods=["POST"])
few_codes_by_invited = security.limiter.limit("4 per 10 minutes", key_func=invited_key, methods=["POST"])
few_codes_by_address = security.limiter.limit("30 per hour", methods=["POST"])


@bp.route("/sign-in", methods=["GET", "POST"])
@security.public
@by_address
def sign_in() -> Answer:
    """Ask who wants to come in."""
    if security.current_person() is not None:
        return redirect(safe_next(request.args.get("next", "")), 303)
    form = IdentifierForm()
    if form.validate_on_submit():
        _begin(contact.normalized(form.identifier.data or "") or "", request.args.get("next", ""))
        return redirect(url_for("accounts.prove"), 303)
    return render_template("accounts/sign_in.html", form=form), _status(form)


@bp.route("/sign-in/proof", methods=["GET", "POST"])
@security.public
@by_address
@by_recipient
def prove() -> Answer:
    """Ask for the password, or offer a code."""
    recipient = _coming("recipient")
    form = PasswordForm()
    if form.validate_on_submit():
        person = person_at(recipient)
        if passwords.matches(person.password_hash if person else None, form.password.data or "") and person:
            return _welcome(person)
        form.password.errors = [_("le mot de passe ne va pas. Réessayez, ou recevez un code.")]
    return render_template("accounts/prove.html", form=form, recipient=contact.spoken(recipient)), _status(form)


@bp.post("/sign-in/send-code")
@security.public
@few_codes_by_address
@few_codes_by_recipient
def send_code() -> Response:
    """Send a code to who wants to come in, if we know them; say the same if we do not."""
    recipient = _coming("recipient")
    jobs.later(tasks.send_code, recipient, language(), "registration" in cookie["coming"])
    return redirect(url_for("accounts.enter_code"), 303)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@security.public
@by_address
@by_recipient
def enter_code() -> Answer:
    """Ask for the code that was sent."""
    recipient = _coming("recipient")
    form = CodeForm()
    if form.validate_on_submit():
        person = _person_proved(recipient) if codes.use_code(recipient, form.code.data or "") else None
        if person is not None:
            return _welcome(person)
        form.code.errors = [_("ce code ne va pas, ou il a plus de dix minutes. Vérifiez, ou recevez-en un autre.")]
    return render_template("accounts/code.html", form=form, recipient=contact.spoken(recipient)), _status(form)


@bp.route("/sign-up", methods=["GET", "POST"])
@security.public
@few_codes_by_address
@few_codes_by_invited
def sign_up() -> Answer:
    """Open an account; a code proves the address."""
    form = RegistrationForm(neighbourhoods())
    if form.validate_on_submit():
        recipient = contact.normalized(form.recipient.data or "") or ""
        _begin(recipient, request.args.get("next", ""))
        cookie["coming"]["registration"] = {
            "name": form.name.data,
            "neighbourhood_id": form.neighbourhood.data or None,
            "preferred_channel": form.preferred_channel.data,
        }
        jobs.later(tasks.send_code, recipient, language(), True)  # noqa: FBT003
        return redirect(url_for("accounts.enter_code"), 303)
    return render_template("accounts/sign_up.html", form=form), _status(form)


@bp.post("/sign-out")
@security.public
def sign_out() -> Response:
    """Go out, ending the help under way."""
    entry_id = security.stop_helping()
    if entry_id and security.current_person() is not None:
        helping.stop_helping(entry_id, security.current_actor())
        paper_forms.end_keying(entry_id, something_written=True)
    security.sign_out()
    return redirect(url_for("pages.home"), 303)


def safe_next(target: str) -> str:
    """Return an address of this site, or one's own page when the one asked for leads elsewhere."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    if not plain or "\\" in target or urlsplit(target).netloc:
        return url_for("projects.mine")
    return target


def _begin(recipient: str, target: str) -> None:
    cookie["coming"] = {"recipient": recipient, "next": target}


def _coming(key: str) -> str:
    """Return what the first step kept; without it, begin again."""
    if "coming" not in cookie:
        abort(redirect(url_for("accounts.sign_in"), 303))
    return str(cookie["coming"].get(key, ""))


def _person_proved(recipient: str) -> Person | None:
    told: dict[str, Any] | None = cookie["coming"].get("registration")
    if told is None:
        return person_at(recipient)
    return codes.register(codes.Registration(recipient=recipient, locale=language(), **told))


def _welcome(person: Person) -> Response:
    target = _coming("next")
    target = safe_next(target) if target else url_for(_home_of(person))
    account.seen_today(person.id)
    security.sign_in(person)
    flash(_("Bonjour %(name)s.", name=person.public_label))
    return redirect(target, 303)


def _home_of(person: Person) -> str:
    """Name the page where the work of a person waits."""
    held = {given.role for given in person.roles if given.holds_on(clock.today())}
    return next((home for role, home in HOMES.items() if role in held), "projects.mine")


def _status(form: Any) -> int:
    return 422 if form.errors else 200
