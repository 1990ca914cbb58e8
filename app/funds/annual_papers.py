"""The documents of the accounts: the statement of a funder and the figures for CERFA 15059, as PDF and as sheets."""

from __future__ import annotations

from collections.abc import Sequence

from app import export, pdf
from app.export import Cell, Cents, Sheet
from app.funds import cerfa, statements
from app.funds.ledger_models import FundYear
from app.funds.source_wording import FIGURES, figure_lines, purpose, source_name
from app.funds.statements import Figures, ProjectLine, SourceAccount
from app.i18n import day, euros
from app.i18n import gettext as _


def statement_pdf(year: FundYear, accounts: Sequence[SourceAccount], projects: Sequence[ProjectLine]) -> bytes:
    """Print what became of one funder's money in a year."""
    sums, organisation = statements.total(accounts), accounts[0].source.organisation
    return pdf.made(
        "funds/documents/statement.typ",
        {
            "title": _("Compte rendu pour %(funder)s, année %(year)s", funder=organisation, year=year.year),
            "subtitle": year.fund.name,
            "facts": [
                [_("Qui tient les comptes :"), year.fund.gestionnaire],
                [_("Territoire :"), year.fund.commune.name],
                [_("État de l'année :"), _state(year)],
            ],
            "figures_title": _("Ce que l'argent est devenu"),
            "figures_head": [_("Étape"), _("Montant")],
            "figures": [[label, euros(cents)] for label, cents in figure_lines(sums)],
            "square": _square(sums),
            "sources_title": _("Par usage"),
            "sources_head": [_("Source"), _("Usage"), _("Reçu et reporté"), _("Accordé"), _("Versé")],
            "sources": [_source_row(account) for account in accounts] if len(accounts) > 1 else [],
            "projects_title": _("Projets payés avec cet argent"),
            "projects_head": [_("Numéro"), _("Projet"), _("Accordé"), _("Versé"), _("Justifié")],
            "places": _by_place(projects),
            "total": [_("Total"), *_sums(projects)],
            "nothing": _("Aucun projet n'a encore été payé avec cet argent."),
            "training": _training(sums),
            "note": _("Les montants ne comptent que la part de ce financeur. Les personnes ne sont jamais nommées."),
            "sign": [_("Date et signature, pour l'association gestionnaire :"), _("Vu par le contrôle financier :")],
        },
    )


def statement_xlsx(year: FundYear, accounts: Sequence[SourceAccount], projects: Sequence[ProjectLine]) -> bytes:
    """Write the same statement as a workbook: figures by source, then projects with their sums."""
    figures = [*(account.figures for account in accounts), statements.total(accounts)]
    rows: list[list[Cell]] = [
        [str(label), *(Cents(getattr(column, name)) for column in figures)] for name, label in FIGURES
    ]
    head = ["", *(source_name(account.source) for account in accounts), _("Total")]
    lines: list[list[Cell]] = [
        [it.ref, it.title, it.neighbourhood, Cents(it.granted), Cents(it.paid), Cents(it.justified)] for it in projects
    ]
    columns = [_("Numéro"), _("Projet"), _("Quartier"), _("Accordé"), _("Versé"), _("Justifié")]
    return export.xlsx(
        [
            Sheet(_("Comptes %(year)s", year=year.year), head, rows, widths=(42, *(24 for _it in head))),
            Sheet(_("Projets"), columns, lines, total=_("Total"), widths=(14, 50, 24)),
        ]
    )


def cerfa_pdf(year: FundYear, accounts: Sequence[SourceAccount]) -> bytes:
    """Print the figures of the fund for the financial report of the association."""
    table = cerfa.table(accounts)
    return pdf.made(
        "funds/documents/cerfa.typ",
        {
            "title": _("Chiffres pour le compte rendu financier (CERFA 15059), année %(year)s", year=year.year),
            "subtitle": year.fund.name,
            "head": [_("Ligne du formulaire"), _("Prévu"), _("Réalisé"), "%"],
            "charges_title": _("Charges"),
            "charges": _cerfa_rows(table.charges),
            "products_title": _("Produits"),
            "products": _cerfa_rows(table.products),
            "total": [_("Total"), euros(table.planned) if table.planned else "", euros(table.total)],
            "shares": [
                _("Subvention de « %(who)s » : %(amount)s, soit %(share)s %% du total des produits.",
                  who=name, amount=euros(cents), share=share)
                for name, cents, share in table.shares
            ],
            "note": _("Les lignes vides sont les frais propres de l'association : elle les complète."),
            "limits": _("Rapport à envoyer dans les six mois après la fin de l'exercice."),
        },
    )  # fmt: skip


def cerfa_xlsx(accounts: Sequence[SourceAccount]) -> bytes:
    """Write the same figures as a workbook."""
    table = cerfa.table(accounts)
    head = [_("Ligne du formulaire"), _("Prévu"), _("Réalisé")]
    sides = ((_("Charges"), table.charges), (_("Produits"), table.products))
    return export.xlsx([
        Sheet(name, head, [[line.label, _cents(line.planned), _cents(line.done)] for line in lines], total=_("Total"),
              widths=(70,))
        for name, lines in sides
    ])  # fmt: skip


def _cents(amount: int | None) -> Cents | None:
    return None if amount is None else Cents(amount)


def _cerfa_rows(lines: Sequence[cerfa.CerfaLine]) -> list[list[str]]:
    return [
        [
            line.label,
            euros(line.planned) if line.planned else "",
            "" if line.done is None else euros(line.done),
            cerfa.per_cent(line.done, line.planned) if line.done is not None and line.planned else "",
        ]
        for line in lines
    ]


def _state(year: FundYear) -> str:
    if year.closed_at is None:
        return _("L'année n'est pas close : ces chiffres peuvent encore changer.")
    return _("Année close le %(day)s. Des projets peuvent encore être payés.", day=day(year.closed_at))


def _square(sums: Figures) -> str:
    return _(
        "Reçu et reporté : %(brought)s. Accordé, disponible, rendu et reporté : %(went)s.",
        brought=euros(sums.brought),
        went=euros(sums.went),
    )


def _source_row(account: SourceAccount) -> list[str]:
    figures = account.figures
    amounts = (figures.brought, figures.granted, figures.paid)
    return [source_name(account.source), purpose(account.source), *(euros(cents) for cents in amounts)]


def _by_place(projects: Sequence[ProjectLine]) -> list[dict[str, object]]:
    places = dict.fromkeys(line.neighbourhood for line in projects)
    return [
        {
            "name": name or _("Sans quartier"),
            "rows": [_project_row(line) for line in projects if line.neighbourhood == name],
        }
        for name in places
    ]


def _project_row(line: ProjectLine) -> list[str]:
    return [line.ref, line.title, euros(line.granted), euros(line.paid), euros(line.justified)]


def _sums(projects: Sequence[ProjectLine]) -> list[str]:
    columns = zip(*((it.granted, it.paid, it.justified) for it in projects), strict=True)
    return [euros(sum(column)) for column in columns]


def _training(sums: Figures) -> str:
    if not sums.training:
        return ""
    return _(
        "Actions de formation et de sensibilisation : %(granted)s accordés, %(spent)s dépensés.",
        granted=euros(sums.training),
        spent=euros(sums.training_spent),
    )
