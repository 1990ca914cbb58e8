"""The agreement: prepared by the gestionnaire, signed on both sides, then the grant is committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import FileStorage

from app import clock, files
from app.db import lock, session, transaction
from app.files import StoredFile
from app.funds import plans, policy, queries
from app.funds.iban import without_iban
from app.funds.payment_models import Agreement
from app.funds.plans import Terms
from app.funds.refusals import MoneyRefused
from app.projects.models import Project
from app.projects.services import attachments
from app.steps import services as steps
from app.steps.actor import Actor

LONGEST_NAMES = 300


@dataclass(frozen=True)
class Signed:
    """When the agreement was signed, by whom on the carriers' side, and where the paper is when there is no scan."""

    signed_on: date = field(default_factory=clock.today)
    signed_by: str = ""
    kept_at: str = ""


@transaction()
def prepare(project: Project, terms: Terms, actor: Actor) -> Agreement:
    """Write, or write again, what will be signed.

    Raises MoneyRefused when it is not the moment or the person, nobody is named, or the rules forbid this way of
    paying this recipient (invariant 9).
    """
    lock(Project, project.id)
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    if project.state != "granted":
        raise MoneyRefused("wrong_moment")
    if not terms.recipient.strip():
        raise MoneyRefused("payee_unnamed")
    if terms.plan not in plans.plans_allowed(queries.rules_of(project), terms.recipient_kind):
        raise MoneyRefused("plan_forbidden")
    made = _written(project, terms, actor)
    steps.record(project, "agreement_prepared", actor, details={"plan": terms.plan.value}, is_public=False)
    return made


def sign_agreement(project: Project, upload: FileStorage, actor: Actor, signed: Signed | None = None) -> None:
    """Keep the scan or the photo of the signed agreement and commit the grant.

    Raises MoneyRefused when the person may not, FileRefused when the file cannot be kept.
    """
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    _sign(project, files.receive(upload), signed or Signed(), actor)


def sign_on_paper(project: Project, text: bytes, signed: Signed, actor: Actor) -> None:
    """Commit the grant on a paper signed at the desk; `text` is the PDF as printed, kept with where the paper is.

    Raises MoneyRefused when the person may not, or when nobody says who signed and where the paper is.
    """
    if not policy.can_order(project, actor):
        raise MoneyRefused("not_yours")
    if not signed.signed_by.strip() or not signed.kept_at.strip():
        raise MoneyRefused("paper_untold")
    _sign(project, files.keep_pdf(text, f"accord-{project.ref}.pdf"), signed, actor)


@transaction()
def mark_signed(project: Project, actor: Actor) -> None:
    """Write the day of the signature; an agreement that nobody prepared is the usual one."""
    agreement = session().get(Agreement, project.id)
    if agreement is None:
        agreement = _written(project, plans.usual_terms(project, queries.rules_of(project)), actor)
    if agreement.signed_on is None:
        agreement.signed_by = agreement.signed_by or _carriers(project)
        agreement.signed_on = clock.today()
    session().flush()


@transaction()
def mark_unsigned(project: Project) -> None:
    """Forget the signature: it was written by mistake."""
    agreement = session().get(Agreement, project.id)
    if agreement is not None:
        agreement.signed_on, agreement.signed_by, agreement.kept_at = None, "", ""
        session().flush()


@transaction()
def _sign(project: Project, text: StoredFile, signed: Signed, actor: Actor) -> None:
    lock(Project, project.id)
    if signed.signed_on > clock.today():
        raise MoneyRefused("day_to_come")
    if project.state == "granted":
        agreement = session().get(Agreement, project.id)
        if agreement is None:
            agreement = _written(project, plans.usual_terms(project, queries.rules_of(project)), actor)
        agreement.signed_on, agreement.kept_at = signed.signed_on, signed.kept_at.strip()
        agreement.signed_by = signed.signed_by.strip()[:LONGEST_NAMES] or _carriers(project)
        session().flush()
    attachments.add_document(project, text, "signed_agreement", actor, caption=signed.kept_at)
    steps.perform(project, "sign", actor)


def _written(project: Project, terms: Terms, actor: Actor) -> Agreement:
    agreement = session().get(Agreement, project.id) or Agreement(project_id=project.id, number=f"{project.ref}-A")
    agreement.plan, agreement.recipient_kind = terms.plan, terms.recipient_kind
    agreement.recipient = without_iban(terms.recipient.strip())
    agreement.rate_pct = plans.advance_rate(queries.rules_of(project), terms.recipient_kind)
    agreement.prepared_by_id, agreement.prepared_at = actor.person_id, clock.now()
    session().add(agreement)
    session().flush()
    return agreement


def _carriers(project: Project) -> str:
    return ", ".join(member.name for member in project.team)[:LONGEST_NAMES] or project.ref
