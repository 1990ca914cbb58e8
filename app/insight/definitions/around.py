"""N, R, A: new people, training, actors around the table (DOMAIN §C.7)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from app.dialogue.labels import ABSENCES, POSTURES
from app.dialogue.models.tally import Attendee, Measure
from app.i18n import colon
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.insight import formulas
from app.insight.book import Book
from app.insight.definition import Indicator, ratio
from app.insight.definitions.people import COMING, FEWEST_CARDS
from app.insight.figure import Figure, Part, Result
from app.insight.sources.judging import GovernanceRow
from app.insight.sources.meetings import MeetingRow
from app.insight.units import Unit
from app.training.models import College
from app.training.wording import COLLEGES

_BY_CITY = _l("Se lit par ville : une formation n'est pas d'un seul quartier.")
NEWCOMERS = next(one for one in COMING if one.code == "I3d")


def _reasons(book: Book) -> Result:
    found: Counter[str] = Counter()
    for row in book.absences:
        found[row.reason] += row.count
    every = sum(found.values())
    parts = tuple(Part(key.value, formulas.ratio(found[key.value], every), found[key.value]) for key in ABSENCES)
    return Result(every, every, None, every, parts) if every else Result(None)


def _trained(book: Book) -> Result:
    found: Counter[str] = Counter()
    for row in book.trainings:
        for college, people in row.people:
            found[college] += people
    every = sum(found.values())
    parts = tuple(Part(key.value, found[key.value], found[key.value]) for key in College)
    return Result(every, every, None, len(book.trainings), parts if every else ())


def _kinds(row: MeetingRow) -> tuple[int, int]:
    present = row.of(Measure.PRESENT)
    kinds = sum(count > 0 for count in present.values())
    return kinds, int(row.is_held and kinds > 0)


def _notes(book: Book) -> Result:
    months = book.seen.months * len(book.place.neighbourhoods)
    return Result(formulas.ratio(len(book.notes), months), len(book.notes), months, len(book.notes))


def _at_table(row: GovernanceRow) -> tuple[int, int]:
    return row.residents, row.people


def _postures(book: Book) -> Result:
    found = Counter(row.posture.value for row in book.held)
    parts = tuple(Part(key.value, found[key.value], found[key.value]) for key in POSTURES)
    every = len(book.held)
    return Result(every, every, None, every, parts) if every else Result(None)


def _return_by_posture(book: Book) -> Result:
    seen, back = (
        Counter(row.posture for row in book.returns),
        Counter(row.posture for row in book.returns if row.is_back),
    )
    enough = [key for key in POSTURES if seen[key] >= FEWEST_CARDS]
    parts = tuple(Part(key.value, formulas.ratio(back[key], seen[key]), seen[key]) for key in enough)
    return Result(None, None, None, len(book.returns), parts, too_few=bool(book.returns) and not parts)


def _read_by_posture(figure: Figure) -> str:
    return _(
        "Part qui revient. %(parts)s.", parts=" · ".join(f"{part.label}{colon()} {part.said}" for part in figure.parts)
    )


def _with_institution(row: MeetingRow) -> tuple[int, int]:
    present = row.of(Measure.PRESENT)
    came = present[Attendee.INSTITUTION] + present[Attendee.ELECTED]
    return int(row.is_held and came > 0), int(row.is_held)


INDICATORS = (
    replace(NEWCOMERS, code="N1"),
    ratio(
        "contacts",
        lambda row: (int(row.is_invited), 1),
        code="N2",
        name=_l("Personnes nouvelles réinvitées"),
        sentence=_l("Part des personnes nouvelles remerciées et réinvitées sous deux jours."),
        formula="personnes nouvelles avec contact, réinvitées sous 48 h / personnes nouvelles avec contact",
        unit=Unit.SHARE,
        sources=("F-27", "F-31"),
        reading=_l("%(numerator)s personnes nouvelles sur %(denominator)s réinvitées sous deux jours."),
        caveat=_l("Seulement celles qui ont laissé un contact."),
        additive=True,
        people=("invited",),
    ),
    Indicator(
        code="N3",
        name=_l("Pourquoi on ne vient plus"),
        sentence=_l("Les raisons données par qui ne vient plus."),
        formula="part de chaque raison",
        unit=Unit.COUNT,
        sources=("F-27", "F-31"),
        compute=_reasons,
        rows="absences",
        counts=lambda row: (row.count, 0),
        reading=_l("%(value)s raisons données."),
        caveat=_l("Demandé aux personnes que l'on revoit : les autres ne disent rien."),
        additive=True,
        people=("absence",),
        part_unit=Unit.SHARE,
        part_names={key.value: name for key, name in ABSENCES.items()},
    ),
    Indicator(
        code="R1",
        by_city=True,
        name=_l("Personnes formées"),
        sentence=_l("Combien de personnes ont suivi une formation, par collège."),
        formula="Σ personnes présentes, par collège",
        unit=Unit.COUNT,
        sources=("F-40", "F-30"),
        compute=_trained,
        rows="trainings",
        counts=lambda row: (sum(people for _college, people in row.people), 0),
        reading=_l("%(value)s personnes formées en %(n)s actions."),
        caveat=_BY_CITY,
        additive=True,
        people=("trained",),
        part_names={key.value: name for key, name in COLLEGES.items()},
    ),
    ratio(
        "trainings",
        lambda row: (row.happy, row.hot),
        code="R2",
        by_city=True,
        name=_l("Avis en sortant"),
        sentence=_l("Ce que les personnes disent en sortant d'une formation."),
        formula="(2 × contents + moyens) / (2 × réponses)",
        unit=Unit.SHARE,
        sources=("F-40",),
        reading=_l("Note de %(value)s en sortant."),
        caveat=_BY_CITY,
        additive=True,
    ),
    ratio(
        "trainings",
        lambda row: (row.changed, row.asked),
        code="R3",
        by_city=True,
        name=_l("Pratiques changées"),
        sentence=_l("Part des personnes formées qui font autrement, quelques mois après."),
        formula="« oui » à froid / personnes interrogées",
        unit=Unit.SHARE,
        sources=("F-30", "F-40"),
        reading=_l("%(numerator)s personnes sur %(denominator)s disent faire autrement."),
        caveat=_l("Dit par les personnes elles-mêmes."),
        additive=True,
        people=("practice",),
    ),
    ratio(
        "envelopes",
        lambda row: (row.training, row.came),
        code="R4",
        by_city=True,
        name=_l("Argent de la formation"),
        sentence=_l("Part de l'argent du fonds qui sert à la formation."),
        formula="payé pour la formation / reçu et reporté pour l'année",
        unit=Unit.SHARE,
        sources=("F-43",),
        reading=_l("%(numerator)s pour la formation, sur %(denominator)s."),
        caveat=_l("Se lit par ville et pour une année entière."),
        additive=True,
        money=True,
    ),
    ratio(
        "meetings",
        _kinds,
        code="A1",
        name=_l("Variété des acteurs présents"),
        sentence=_l("Combien de sortes d'acteurs sont présentes à une rencontre."),
        formula="moyenne du nombre de catégories présentes (5 au plus)",
        unit=Unit.RATIO,
        sources=("F-16", "F-07"),
        reading=_l("En moyenne %(value)s sortes d'acteurs sur cinq, en %(denominator)s rencontres."),
        caveat=_l("Habitants, associations, institutions, élus, autres."),
        additive=True,
    ),
    Indicator(
        code="A2",
        name=_l("Informations publiées"),
        sentence=_l("Combien d'informations publiées par mois dans un quartier."),
        formula="informations publiées / (quartiers × mois)",
        unit=Unit.PER_MONTH,
        sources=("F-08", "F-34"),
        compute=_notes,
        rows="notes",
        counts=lambda _row: (1, 0),
        reading=_l("%(numerator)s informations, soit %(value)s et par quartier."),
        caveat=_l("À lire avec la question « Je sais ce qui se prépare » (T6)."),
        additive=True,
    ),
    ratio(
        "governance",
        _at_table,
        code="A3",
        by_city=True,
        name=_l("Habitants et habitantes au pilotage"),
        sentence=_l("Part des habitants et habitantes dans les réunions de pilotage du contrat."),
        formula="habitants et habitantes présents / personnes présentes",
        unit=Unit.SHARE,
        sources=("F-23",),
        reading=_l("%(numerator)s places sur %(denominator)s étaient à des habitants et habitantes."),
        caveat=_l("Les réunions non saisies n'y sont pas."),
        additive=True,
    ),
    ratio(
        "governance",
        lambda row: (row.settled, row.referrals),
        code="A3r",
        by_city=True,
        name=_l("Sujets portés au pilotage"),
        sentence=_l("Part des sujets portés par les habitants et habitantes qui ont eu une suite."),
        formula="sujets avec une suite / sujets portés",
        unit=Unit.SHARE,
        sources=("F-23", "F-49"),
        reading=_l("%(numerator)s sujets sur %(denominator)s ont eu une suite."),
        caveat=_l("Un refus avec sa raison est une suite."),
        additive=True,
    ),
    Indicator(
        code="A4",
        name=_l("Place de la ville dans les rencontres"),
        sentence=_l("Qui anime les rencontres : la ville, d'autres, ou ensemble."),
        formula="rencontres tenues, par place de la ville dans l'espace",
        unit=Unit.COUNT,
        sources=("F-39",),
        compute=_postures,
        rows="meetings",
        counts=lambda row: (int(row.is_held), 0),
        reading=_l("%(value)s rencontres, réparties selon qui anime."),
        caveat=_l("À lire avec la part des personnes qui reviennent, selon qui anime."),
        additive=True,
        part_names={key.value: name for key, name in POSTURES.items()},
    ),
    Indicator(
        code="A4r",
        name=_l("Qui revient, selon qui anime"),
        sentence=_l("Part des personnes revenues dans les six mois, selon la place de la ville."),
        formula="comme I3f, selon la place de la ville à la première venue (au moins 20 cartes)",
        unit=Unit.SHARE,
        sources=("F-39", "F-27"),
        compute=_return_by_posture,
        rows="returns",
        reading=_l("%(value)s"),
        caveat=_l("Les lieux diffèrent aussi par autre chose : cela ne dit pas pourquoi on revient."),
        people=("cards_by_posture",),
        part_names={key.value: name for key, name in POSTURES.items()},
        read_by=_read_by_posture,
    ),
    ratio(
        "meetings",
        _with_institution,
        code="A5",
        name=_l("Institutions présentes"),
        sentence=_l("Part des rencontres où une institution ou un élu, une élue était là."),
        formula="rencontres tenues avec ≥ 1 institution ou élu, élue / rencontres tenues",
        unit=Unit.SHARE,
        sources=("F-50", "F-12"),
        reading=_l("Une institution était là à %(numerator)s rencontres sur %(denominator)s."),
        caveat=_l("Ne dit pas si la personne pouvait répondre."),
        additive=True,
    ),
)
