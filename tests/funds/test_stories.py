"""Whole stories of money, by the screens: from the agreement to the settlement, and from an advance to its refund."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.db import session
from app.funds import proof, queries
from app.funds.queries import Position
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.funds import thread
from tests.pdf import text_of
from tests.sessions import sign_in

YESTERDAY = "2026-01-15"


class Screens:
    """The pages of one project, as several people see and fill them."""

    def __init__(self, client: FlaskClient, project: Project) -> None:
        self.client, self.project = client, project

    def read(self, who: Actor, page: str = "money") -> str:
        """Return the words of a page."""
        sign_in(self.client, session().get(Person, who.person_id))
        text = self.client.get(f"/projects/{self.project.ref}/{page}").text
        return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#39;", "'"))

    def fill(self, who: Actor, page: str, **fields: object) -> None:
        """Fill a form, and see it accepted."""
        sign_in(self.client, session().get(Person, who.person_id))
        typed = {name.replace("__", "-"): value for name, value in fields.items()}
        answer = self.client.post(f"/projects/{self.project.ref}/{page}", data=typed)
        assert answer.status_code == 303, re.findall(r'class="problems".*?</div>', answer.text, re.DOTALL)

    def receipt(self, who: Actor, amount: str, shade: int) -> None:
        """Send the photo of a receipt."""
        self.fill(
            who, "receipts", photo=(thread.picture(shade).stream, "ticket.png"), amount=amount, supplier="Jardinerie",
            label="Terreau", spent_on=YESTERDAY,
        )  # fmt: skip


@pytest.fixture
def cast(app) -> thread.Cast:
    make.envelope(cents=1_000_00)
    return thread.Cast()


def _advanced(screens: Screens, cast: thread.Cast) -> None:
    """Sign the agreement, pay the advance with two signatures, stop the works."""
    screens.fill(cast.gestionnaire, "money/terms", terms__plan="advance", terms__recipient_kind="support",
                 terms__recipient="Centre social FR76 3000 6000 0112 3456 7890 189")  # fmt: skip
    screens.fill(cast.gestionnaire, "money/agreement", kept_at="Classeur bleu", signed_by="Amina Diallo")
    screens.fill(cast.gestionnaire, "money/advance", amount="420", payee="Centre social", mode="transfer")
    screens.fill(cast.finance, "money/signature", second__reference="VIR-2026-7")
    steps.perform(session().get(Project, screens.project.id), "call_off", cast.carrier, note="Il a plu.")


def test_600_granted_420_advanced_531_40_proved_pay_111_40_and_release_68_60(client, cast) -> None:
    screens = Screens(client, thread.granted(cast))
    _advanced(screens, cast)
    screens.receipt(cast.carrier, "500", 10)
    screens.receipt(cast.carrier, "31,40", 90)
    screens.fill(cast.carrier, "report", story="Nous avons planté.", participants="30", newcomers="8", do="send")

    screens.fill(cast.gestionnaire, "money/receipts")
    told = screens.read(cast.gestionnaire)
    screens.fill(cast.gestionnaire, "money/settle", seen="11140", payee="Centre social", mode="transfer")

    after = session().get(Project, screens.project.id)
    assert (
        "Le fonds compte 531,40 € (les dépenses acceptées), moins 420 € déjà versés. Il reste 111,40 € à payer." in told
    )
    assert "68,60 €" in told
    assert "0112 3456" not in told
    assert "IBAN …0189" in told
    assert (after.state, queries.position(after)) == ("evaluation", Position(justified=531_40))
    assert list(proof.faults()) == []


def test_an_advance_that_was_not_spent_comes_back_in_two_parts(client, cast) -> None:
    screens = Screens(client, thread.granted(cast))
    _advanced(screens, cast)
    screens.receipt(cast.carrier, "300", 10)
    screens.fill(cast.carrier, "report", story="Nous avons planté.", participants="30", newcomers="8", do="send")
    expense = queries.expenses_of(screens.project)[0]
    screens.fill(cast.gestionnaire, f"money/receipts/{expense.id}", verdict="accept")

    screens.fill(cast.gestionnaire, "money/refund-request")
    screens.fill(cast.gestionnaire, "money/spread", spread__parts="2")
    owed = screens.read(cast.carrier)
    screens.fill(cast.gestionnaire, "money/refund", seen="12000", amount="60", payee="Centre social", mode="cheque")
    screens.fill(cast.finance, "money/waiver", waive__amount="60", waive__reason="L'association est dissoute.")
    screens.fill(cast.gestionnaire, "money/close")

    after = session().get(Project, screens.project.id)
    assert "60 € avant le" in owed
    assert "L'équipe a reçu 420 €." in owed
    assert (after.state, queries.position(after)) == ("evaluation", Position(justified=300_00, waived=60_00))
    assert list(proof.faults()) == []


def test_the_fund_buys_by_the_screen_and_its_order_is_printed(client, cast) -> None:
    screens = Screens(client, thread.granted(cast))
    screens.fill(cast.gestionnaire, "money/terms", terms__plan="direct_purchase", terms__recipient_kind="person",
                 terms__recipient="Amina Diallo")  # fmt: skip
    screens.fill(
        cast.gestionnaire, "money/agreement", agreement=(thread.picture().stream, "a.png"), signed_by="Amina Diallo"
    )
    screens.fill(cast.gestionnaire, "money/start")
    screens.fill(cast.gestionnaire, "money/purchase", buy__amount="59,90", buy__payee="<b>Jardi</b>", buy__label="#Bacs",
                 buy__invoice=(thread.picture(3).stream, "f.png"))  # fmt: skip
    payment = queries.payments_of(screens.project)[0]

    order = client.get(f"/projects/{screens.project.ref}/money/payments/{payment.id}.pdf")
    other = client.get(f"/projects/{thread.granted(cast, 10_00).ref}/money/payments/{payment.id}.pdf")

    assert all(told in text_of(order.data) for told in ("<b>Jardi</b>", "#Bacs", payment.number))
    assert "&lt;b&gt;Jardi" in screens.read(cast.gestionnaire)
    assert other.status_code == 404
    assert list(proof.faults()) == []


def test_a_person_is_reimbursed_by_the_screens_before_the_end(client, cast) -> None:
    screens = Screens(client, thread.granted(cast))
    screens.fill(cast.gestionnaire, "money/terms", terms__plan="reimbursement", terms__recipient_kind="person",
                 terms__recipient="Amina Diallo")  # fmt: skip
    screens.fill(
        cast.gestionnaire, "money/agreement", agreement=(thread.picture().stream, "a.png"), signed_by="Amina Diallo"
    )
    screens.fill(cast.gestionnaire, "money/start")
    screens.receipt(cast.carrier, "80", 10)
    screens.receipt(cast.carrier, "20", 60)

    screens.fill(cast.gestionnaire, "money/receipts")
    offered = screens.read(cast.gestionnaire)
    screens.fill(
        cast.gestionnaire, "money/reimbursement", back__amount="100", back__payee="Amina", back__mode="reimbursement"
    )

    after = session().get(Project, screens.project.id)
    assert "Les tickets acceptés permettent de rembourser 100 € maintenant." in offered
    assert (after.state, queries.position(after)) == ("funded", Position(committed=500_00, paid=100_00))
