"""The agreement: what the rules allow to whom, what is printed, how it is signed."""

from __future__ import annotations

import pytest

from app.funds import plans, printed, queries
from app.funds.iban import without_iban
from app.funds.payment_models import Plan, RecipientKind
from app.funds.plans import Terms
from app.funds.refusals import MoneyRefused
from app.funds.rulebook import FundRules, PaymentMode
from app.funds.services import advances, agreements
from app.funds.services.agreements import Signed
from app.projects.models import CarrierKind
from app.steps import services as steps
from tests import make
from tests.funds import thread
from tests.pdf import is_tagged, text_of

ALL = [mode.value for mode in PaymentMode]


@pytest.mark.parametrize(
    ("modes", "to_person", "kind", "allowed"),
    [
        (ALL, 0, RecipientKind.PERSON, ["direct_purchase", "reimbursement"]),
        (ALL, 30, RecipientKind.PERSON, ["advance", "direct_purchase", "reimbursement"]),
        (ALL, 0, RecipientKind.SUPPORT, ["advance", "direct_purchase", "reimbursement"]),
        (["direct_purchase"], 30, RecipientKind.ASSOCIATION, ["direct_purchase"]),
        (["transfer"], 0, RecipientKind.PERSON, ["reimbursement"]),
    ],
)
def test_the_rules_say_which_ways_of_paying_each_recipient_may_have(modes, to_person, kind, allowed) -> None:
    rules = FundRules(
        payment_modes=modes, advance_rate_pct=70, advance_to_person=to_person > 0, advance_rate_person_pct=to_person
    )

    assert [plan.value for plan in plans.plans_allowed(rules, kind)] == allowed


def test_an_account_number_is_never_kept_whole() -> None:
    kept = without_iban("RIB FR76 3000 6000 0112 3456 7890 189 de Mme Diallo, chèque 1234567")

    assert kept == "RIB IBAN …0189 de Mme Diallo, chèque 1234567"
    assert without_iban("Référence FR12 ABCD 1234 5678 9999") == "Référence FR12 ABCD 1234 5678 9999"


def test_a_person_is_not_promised_an_advance_that_the_rules_forbid(app) -> None:
    make.envelope(make.fund(advance_to_person=False))
    cast = thread.Cast()
    project = thread.granted(cast)

    with pytest.raises(MoneyRefused, match="plan_forbidden"):
        agreements.prepare(project, Terms(Plan.ADVANCE, RecipientKind.PERSON, "Amina"), cast.gestionnaire)
    made = agreements.prepare(project, Terms(Plan.ADVANCE, RecipientKind.SUPPORT, "Centre social"), cast.gestionnaire)

    assert (made.rate_pct, queries.advance_limit(project)) == (70, 420_00)


def test_an_agreement_without_an_advance_pays_none(app) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.granted(cast)
    agreements.prepare(project, Terms(Plan.REIMBURSEMENT, RecipientKind.PERSON, "Amina"), cast.gestionnaire)
    make.document(project, "signed_agreement", cast.gestionnaire)
    steps.perform(project, "sign", cast.gestionnaire)

    with pytest.raises(MoneyRefused, match="no_advance_agreed"):
        advances.pay_advance(project, thread.order(1_00), cast.gestionnaire)

    assert queries.position(project).paid == 0


def test_an_agreement_signed_on_paper_says_where_it_is_and_commits_the_grant(app) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.granted(cast)
    told = Signed(signed_by="Amina Diallo, Bruno Petit", kept_at="classeur bleu")

    with pytest.raises(MoneyRefused, match="paper_untold"):
        agreements.sign_on_paper(project, b"%PDF-1.7", Signed(signed_by="Amina"), cast.gestionnaire)
    agreements.sign_on_paper(project, printed.agreement_made(project, told), told, cast.gestionnaire)

    agreement = plans.agreement_of(project)
    assert (agreement.signed_by, agreement.kept_at) == ("Amina Diallo, Bruno Petit", "classeur bleu")
    assert (project.state, queries.position(project).committed) == ("signed", 600_00)
    assert project.attachments[-1].caption == "classeur bleu"


def test_a_signature_taken_back_lets_the_agreement_be_written_again(app) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.signed(cast)

    steps.correct(project, cast.referent, "Mauvais fichier.")
    made = agreements.prepare(project, Terms(Plan.REIMBURSEMENT, RecipientKind.PERSON, "Bruno"), cast.gestionnaire)

    assert (made.signed_on, made.plan, project.state) == (None, Plan.REIMBURSEMENT, "granted")


def test_the_printed_agreement_says_who_how_much_and_what_is_promised_and_runs_nothing(app) -> None:
    make.envelope()
    cast = thread.Cast()
    project = thread.granted(cast)
    project.title = "#emph[Fête] <b>=1+1"
    project.carrier_kind, project.association_name = CarrierKind.ASSOCIATION, "Les $x$ voisins"

    sheet = printed.agreement_made(project)
    read = text_of(sheet)

    assert is_tagged(sheet)
    for told in ("#emph[Fête] <b>=1+1", "Les $x$ voisins", "600 €", f"{project.ref}-A", "420 €", "Bruno Petit"):
        assert told in read.replace("\u202f", " ").replace("\u00a0", " ")
    assert "engagement républicain" in read
