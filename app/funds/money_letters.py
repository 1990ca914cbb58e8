"""What the team of a project is told about money, each by their own channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app import mail
from app.accounts.models import Person
from app.addresses import full_address
from app.funds.models import Expense
from app.funds.refund_models import Instalment
from app.funds.refund_queries import Due
from app.i18n import day, euros, force_locale
from app.i18n import gettext as _
from app.projects.models import Project
from app.projects.notices import team_of

LONGEST_SUBJECT = 200
Words = Callable[[], tuple[str, str]]


def ask_for_photo(project: Project, expense: Expense) -> None:
    """Ask for another photo of a receipt."""

    def words() -> tuple[str, str]:
        told = _("Nous n'arrivons pas à lire le ticket « %(label)s », de %(amount)s.",
                 label=expense.label, amount=euros(expense.amount_cents))  # fmt: skip
        return _("Un ticket à photographier de nouveau"), f"{told} {expense.asked_again}"

    _tell(project, words, "receipts")


def remind_report(project: Project) -> None:
    """Remind the team that its report is awaited."""

    def words() -> tuple[str, str]:
        when = _("Nous l'attendons avant le %(day)s.", day=day(project.due_at)) if project.due_at else ""
        how = _("Quelques phrases, un message vocal ou des photos suffisent. Vous pouvez vous faire aider.")
        return _("Votre bilan est attendu"), f"{when} {how}"

    _tell(project, words, "report")


def remind_refund(project: Project, due: Due) -> None:
    """Remind the team of what it must give back, and by when."""

    def words() -> tuple[str, str]:
        told = _("Vous devez rendre %(amount)s avant le %(day)s.", amount=euros(due.cents), day=day(due.on))
        left = _("En tout, il reste %(owed)s à rendre.", owed=euros(due.owed)) if due.owed != due.cents else ""
        hard = _("C'est difficile ? Appelez-nous : vous pouvez payer en plusieurs fois.")
        return _("De l'argent à rendre au fonds"), " ".join(part for part in (told, left, hard) if part)

    _tell(project, words, "money")


def tell_spread(project: Project, parts: Sequence[Instalment]) -> None:
    """Tell the team the days on which it gives money back."""

    def words() -> tuple[str, str]:
        lines = [
            _("%(amount)s avant le %(day)s", amount=euros(part.amount_cents), day=day(part.due_on)) for part in parts
        ]
        return _("Vous pouvez rendre l'argent en plusieurs fois"), "\n".join(lines)

    _tell(project, words, "money")


def tell_waived(project: Project, cents: int, left: int) -> None:
    """Tell the team that it need not give everything back."""

    def words() -> tuple[str, str]:
        told = _("Vous n'avez pas à rendre %(amount)s.", amount=euros(cents))
        rest = _("Il reste %(left)s à rendre.", left=euros(left)) if left else _("Vous ne devez plus rien.")
        return _("Une partie de la somme est effacée") if left else _("Votre dette est effacée"), f"{told} {rest}"

    _tell(project, words, "money")


def call_about(project: Project, why: Callable[[], str]) -> None:
    """Put the main carrier on the list of people to call: reminders were not enough."""
    main = next((member.person for member in project.team if member.is_main and member.person), None)
    person = main or next(iter(team_of(project)), None)
    if person is not None:
        with force_locale(person.locale):
            subject = _("%(title)s - À appeler", title=project.title)[:LONGEST_SUBJECT]
            mail.call(person, subject, why(), about=project)


def _tell(project: Project, words: Words, page: str) -> None:
    for person in team_of(project):
        with force_locale(person.locale):
            subject, told = words()
            title = project.title[: LONGEST_SUBJECT - len(subject) - 3]
            mail.write(person, f"{title} - {subject}", _letter(project, person, told, page), about=project)


def _letter(project: Project, person: Person, told: str, page: str) -> str:
    address = full_address(f"/projects/{project.ref}/{page}")
    parts = [
        _("Bonjour %(name)s,", name=person.name),
        _("C'est au sujet de votre projet « %(title)s », numéro %(ref)s.", title=project.title, ref=project.ref),
        told.strip(),
        address,
        _("Une question ? Parlez-en à la personne référente de votre quartier."),
    ]
    return "\n\n".join(parts)
