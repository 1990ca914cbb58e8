"""Acting for a resident: find or write down who, say how they agreed, stop; nothing typed is lost at the end."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import security
from app.accounts import contact, policy
from app.accounts.forms import FindForm, HelpForm, ReadBackForm, ResidentForm
from app.accounts.models import Person
from app.accounts.places import Place, neighbourhoods
from app.accounts.queries import people_named, person_with_roles
from app.accounts.services import helping as services
from app.accounts.services import paper_forms
from app.accounts.views import bp
from app.accounts.views.sign_in import safe_next
from app.i18n import gettext as _

Answer = str | tuple[str, int] | Response
helpers = security.holders_of(*policy.HELPING)
few_searches = security.limiter.limit(
    "60 per 10 minutes", key_func=lambda: f"helper:{security.current_person().id}", methods=["POST"]
)


@bp.route("/help", methods=["GET", "POST"])
@helpers
@few_searches
def help_someone() -> Answer:
    """Find a resident to act for; a name or a number is asked for, nobody is listed."""
    form, found = FindForm(), None
    if form.validate_on_submit():
        found = _helpable(form.text.data or "")
    return render_template("accounts/help.html", form=form, found=found), 422 if form.errors else 200


@bp.route("/help/new", methods=["GET", "POST"])
@helpers
def add_resident() -> Answer:
    """Write down a resident we do not know: a name is enough."""
    form = ResidentForm(_reached())
    if form.validate_on_submit():
        try:
            person = services.add_resident(_told(form), security.current_actor())
        except services.PhoneTaken:
            form.phone.errors = [_("ce numéro est déjà connu. Cherchez la personne par son numéro.")]
        except services.NotHelpable:
            abort(403)
        else:
            return redirect(url_for("accounts.help_person", person_id=person.id), 303)
    return render_template("accounts/resident.html", form=form), 422 if form.errors else 200


@bp.route("/help/<int:person_id>", methods=["GET", "POST"])
@helpers
def help_person(person_id: int) -> Answer:
    """Say how the resident agreed, and begin."""
    resident = _resident(person_id)
    form = HelpForm()
    if form.validate_on_submit():
        _start(resident, form)
        flash(_("Vous agissez maintenant pour %(name)s, pendant trente minutes.", name=resident.name))
        return redirect(url_for("projects.mine"), 303)
    return render_template("accounts/agreement.html", form=form, resident=resident), 422 if form.errors else 200


@bp.route("/help/stop", methods=["GET", "POST"])
@security.signed_in
def stop_helping() -> Answer:
    """Ask whether what was written was read back, then act for oneself again."""
    under_way = security.helping()
    if under_way is None:
        return redirect(url_for("pages.home"), 303)
    form = ReadBackForm()
    if not form.validate_on_submit():
        page = render_template("accounts/read_back.html", form=form, name=under_way.name)
        return page, 422 if form.errors else 200
    entry_id = security.stop_helping()
    if entry_id:
        services.stop_helping(entry_id, security.current_actor(), read_back=form.told)
        if paper_forms.end_keying(entry_id, something_written=form.told is not None):
            flash(_("La feuille est rangée. Passez à la suivante."))
            return redirect(url_for("accounts.paper_sheets"), 303)
    flash(_("L'aide est finie. Vous agissez de nouveau pour vous."))
    return redirect(url_for("pages.home"), 303)


@bp.post("/help/resume")
@helpers
def resume_helping() -> Answer:
    """Begin again with the same resident, then send what was typed where it was going."""
    over = security.helping()
    if over is None:
        return redirect(url_for("accounts.help_someone"), 303)
    form = HelpForm(prefix="helping-")
    if form.validate_on_submit():
        paper_forms.go_on_keying(over.entry_id, _start(_resident(over.person_id), form))
        return redirect(safe_next(request.args.get("to", "")), 307)
    return _over(form, request.args.get("to", "")), 422


@bp.before_app_request
def keep_what_was_typed() -> tuple[str, int] | None:
    """Before a form is received: once the half hour is over, give it back as it was typed, to be sent again."""
    over = security.helping()
    if request.method != "POST" or over is None or not over.is_over or request.blueprint == bp.name:
        return None
    return _over(HelpForm(prefix="helping-", formdata=None), request.full_path.rstrip("?")), 409


def _over(form: HelpForm, target: str) -> str:
    added = {"csrf_token", *(field.name for field in form)}
    typed = [(name, text) for name, text in request.form.items(multi=True) if name not in added]
    over = security.helping()
    had_files = any(upload.filename for upload in request.files.values()) or "helping-had-files" in request.form
    return render_template(
        "accounts/help_over.html", form=form, over=over, typed=typed, target=safe_next(target), had_files=had_files
    )


def _start(resident: Person, form: HelpForm) -> int:
    try:
        entry = services.start_helping(resident.id, form.mode.data, form.told_agreement, security.current_actor())
    except services.NotHelpable:
        abort(403)
    security.start_helping(security.Helping(resident.id, resident.name, entry.id, entry.expires_at))
    return entry.id


def _resident(person_id: int) -> Person:
    """Return a resident this person may act for; to others, they do not exist."""
    resident = person_with_roles(person_id)
    if resident is None or not policy.can_help(security.current_person(), resident):
        abort(404)
    return resident


def _helpable(text: str) -> list[Person]:
    helper = security.current_person()
    everywhere = policy.can_help_in(helper, None)
    found = people_named(text, None if everywhere else [place.id or 0 for place in _reached()])
    return [person for person in found if policy.can_help(helper, person)]


def _reached() -> list[Place]:
    helper = security.current_person()
    return [place for place in neighbourhoods() if policy.can_help_in(helper, place.id)]


def _told(form: ResidentForm) -> services.Resident:
    phone = contact.phone(form.phone.data) if form.phone.data else None
    return services.Resident(form.name.data or "", phone, form.neighbourhood.data, form.address.data or "")
