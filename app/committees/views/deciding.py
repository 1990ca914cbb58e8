"""Deliberating on one file: everything on the table, step by step in the room, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, flash, render_template, request, url_for

from app.committees import services
from app.committees.deliberation import CommitteeRefused
from app.committees.forms import DecisionForm, explain
from app.committees.models import Result
from app.committees.room_forms import AmountsForm, CloseVoteForm, HearingForm, RecusalForm, VoteForm
from app.committees.services.votes import third_of
from app.committees.views import bp
from app.committees.views.sending import Page, done_once, refused
from app.committees.views.table import STEPS, Table, table_of
from app.committees.wording import decision_sentence, plain_amount
from app.i18n import gettext as _
from app.projects.models import BudgetSide
from app.security import current_actor, signed_in


@dataclass(frozen=True)
class Forms:
    """The forms of the room for one file; the one that was refused carries what was typed."""

    decision: DecisionForm
    recusal: RecusalForm
    hearing: HearingForm
    vote: VoteForm
    closing: CloseVoteForm
    amounts: AmountsForm
    typed: DecisionForm | RecusalForm | HearingForm | VoteForm | CloseVoteForm | AmountsForm | None = None


@bp.route("/projects/<ref>/decide", methods=["GET", "POST"])
@signed_in
def decide(ref: str) -> Page:
    """Show a file to deliberate on, and record the decision."""
    table = table_of(ref)
    if request.method == "GET":
        return file_page(table)
    if not table.is_secretary:
        abort(403)
    form = decision_form(table, typed=True)
    if table.sitting is None:
        form.form_errors = [_("Aucune séance n'est ouverte. Ouvrez-la, puis envoyez de nouveau.")]
    elif form.validate():
        answer = _record(table, form)
        if answer is not None:
            return answer
    return refused(_sentences(form), lambda: file_page(table_of(ref), replace(blank(table), decision=form, typed=form)))


def file_page(table: Table, forms: Forms | None = None, step: str = "") -> str:
    """Show a file: step by step in the room, else to read."""
    forms = forms or blank(table)
    project = table.file.project
    wanted = step or request.args.get("step", "") or ("decision" if forms.typed is forms.decision else table.step)
    return render_template(
        "committees/file_in_room.html" if table.in_room else "committees/decide.html",
        table=table,
        file=table.file,
        project=project,
        forms=forms,
        form=forms.typed or forms.decision,
        sitting=table.sitting,
        beat=table.beat,
        envelope=table.standing.envelope,
        step=wanted if wanted in STEPS else table.step,
        steps=STEPS,
        third=third_of(table.file.room.voting_present),
        expenses=[line for line in project.budget_lines if line.side is BudgetSide.EXPENSE],
        sessions=[one for one in project.involvements if one.stage == "codesign"],
    )


def blank(table: Table) -> Forms:
    """Return the forms of the room as they are before anything is typed."""
    hearing = table.standing.hearing
    known = {"mode": hearing.mode.value, "note": hearing.note} if hearing else {}
    return Forms(
        decision=decision_form(table),
        recusal=recusal_form(table, fresh=True),
        hearing=HearingForm(formdata=None, **known),
        vote=VoteForm(formdata=None),
        closing=CloseVoteForm(formdata=None),
        amounts=AmountsForm(formdata=None),
    )


def decision_form(table: Table, *, typed: bool = False) -> DecisionForm:
    """Return the form of the decision, with what the vote, the amounts and the calendar already say."""
    form = DecisionForm() if typed else DecisionForm(formdata=None, **_already_known(table))
    if table.standing.closed_vote is not None:
        form.without_counts()
    return form


def recusal_form(table: Table, *, fresh: bool = False) -> RecusalForm:
    """Return the form of those who may step aside: anyone for the secretariat, oneself for a member."""
    seats = [seat for seat in table.there.seats if _may_vote(seat) and seat.id not in table.file.recused]
    if not table.is_secretary:
        seats = [seat for seat in seats if seat is table.my_seat]
    return RecusalForm.listing(seats, fresh=fresh)


def _may_vote(seat: object) -> bool:
    return bool(getattr(seat, "is_voting", False) or getattr(seat, "substitute_for_id", None))


def _already_known(table: Table) -> dict[str, object]:
    known: dict[str, object] = {}
    wanted = request.args.get("result", "")
    if wanted in set(Result):
        known["result"] = wanted
    if wanted == Result.ADJOURN and table.may_wait_for_bearers:
        known["reason"] = _("Personne n'est venu présenter le projet.")
    if table.coming is not None:
        known["target_on"] = table.coming.held_on
    if table.proposals is not None:
        known["amount"] = plain_amount(table.proposals.supported_by(table.proposals.majority))
    if request.args.get("amount", "").isdigit():
        known["amount"] = plain_amount(int(request.args["amount"]))
    return known


def _sentences(form: DecisionForm) -> str:
    listed = [*form.form_errors, *(said for field in form for said in field.errors)]
    return " ".join(str(sentence) for sentence in listed)


def _record(table: Table, form: DecisionForm) -> Page | None:
    """Store the decision; None when it is refused, with the reasons in the form."""
    proposal, file, sitting = form.proposal(), table.file, table.sitting
    assert sitting is not None

    def act() -> None:
        decision = services.decide(sitting, file.project, proposal, current_actor())
        flash(decision_sentence(decision))

    try:
        return done_once(act, url_for(".sitting", sitting_id=sitting.id))
    except CommitteeRefused as no:
        explain(form, no)
        return None
