"""A project taken along its money, with the people it takes."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from PIL import Image
from werkzeug.datastructures import FileStorage

from app import clock
from app.funds import queries
from app.funds.models import Expense, PaymentMode
from app.funds.payment_models import Plan, RecipientKind
from app.funds.plans import Terms
from app.funds.services import advances, agreements, judging, receipts, reports, signatures
from app.funds.services.payments import Order
from app.funds.services.receipts import Receipt
from app.funds.services.reports import Story
from app.projects.models import Project
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make


@dataclass
class Cast:
    """Who handles the money, and who carries the project."""

    gestionnaire: Actor = field(default_factory=lambda: make.actor("gestionnaire"))
    finance: Actor = field(default_factory=lambda: make.actor("finance"))
    referent: Actor = field(default_factory=lambda: make.actor("referent"))
    carrier: Actor = field(default_factory=make.actor)


def order(cents: int, payee: str = "Amina Diallo") -> Order:
    """Return an order of payment by cheque."""
    return Order(cents, payee, PaymentMode.CHEQUE)


def granted(cast: Cast, cents: int = 600_00) -> Project:
    """Return a project that the committee has granted."""
    return make.granted(make.project(cast.carrier), cents, cast.gestionnaire)


def signed(cast: Cast, cents: int = 600_00) -> Project:
    """Return a project whose agreement is signed."""
    project = granted(cast, cents)
    make.document(project, "signed_agreement", cast.gestionnaire)
    steps.perform(project, "sign", cast.gestionnaire)
    return project


def funded(cast: Cast, cents: int = 600_00, advance: int = 420_00) -> Project:
    """Return a project whose advance is paid, with the second signature it needs."""

    project = signed(cast, cents)
    payment = advances.pay_advance(project, order(advance), cast.gestionnaire)
    if not payment.paid_at:
        signatures.sign_second(project, cast.finance)
    return project


def agreed(cast: Cast, plan: Plan, kind: RecipientKind = RecipientKind.PERSON, cents: int = 600_00) -> Project:
    """Return a project whose agreement, signed, says how it is paid, and whose works have begun without an advance."""
    project = granted(cast, cents)
    agreements.prepare(project, Terms(plan, kind, "Amina Diallo"), cast.gestionnaire)
    make.document(project, "signed_agreement", cast.gestionnaire)
    steps.perform(project, "sign", cast.gestionnaire)
    if plan is not Plan.ADVANCE:
        advances.fund_as_agreed(project, cast.gestionnaire)
    return project


def picture(shade: int = 200) -> FileStorage:
    """Return a photo as a telephone sends it; another shade is another photo."""
    stream = BytesIO()
    Image.new("RGB", (60, 80), (shade, shade, shade)).save(stream, "PNG")
    stream.seek(0)
    return FileStorage(stream, filename="photo.png")


def receipt(project: Project, cents: int, actor: Actor) -> Expense:
    """Add a receipt of yesterday."""
    told = Receipt(clock.today() - timedelta(days=1), "Jardinerie", "Terreau", cents)
    return receipts.record_receipt(project, told, actor)


def reported(cast: Cast, *spent: int, **money: int) -> Project:
    """Return a project that was stopped early, whose report is sent with these receipts, none of them judged yet."""
    return sent(funded(cast, **money), cast, *spent)


def sent(project: Project, cast: Cast, *spent: int) -> Project:
    """Stop a funded project early and send its report with these receipts."""
    steps.perform(project, "call_off", cast.carrier, note="Il a plu.")
    for cents in spent:
        receipt(project, cents, cast.carrier)
    told = Story("Nous avons planté.", participants=30, newcomers=8, no_expense=not spent)
    reports.write_report(project, told, cast.carrier)
    reports.send_report(project, cast.carrier)
    return project


def finished(project: Project, cast: Cast, *spent: int) -> Project:
    """Stop a funded project early, and have all its receipts accepted."""
    sent(project, cast, *spent)
    for expense in queries.expenses_of(project):
        judging.judge_receipt(project, expense.id, cast.gestionnaire, eligible=True)
    return project


def judged(cast: Cast, *spent: int, **money: int) -> Project:
    """Return a project whose receipts are all accepted."""

    return finished(funded(cast, **money), cast, *spent)


def awaited(cast: Cast, cents: int = 600_00, advance: int = 420_00) -> Project:
    """Return a signed project whose advance awaits a second signature."""
    project = signed(cast, cents)
    advances.pay_advance(project, order(advance), cast.gestionnaire)
    return project


def upload(content: bytes) -> BytesIO:
    """Return what a browser sends as a file."""
    return BytesIO(content)
