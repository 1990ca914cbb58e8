"""Training over the demonstration's year: one action followed to what it changed, one under way, one need."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta

from app import clock
from app.accounts.models import Role
from app.demo.cast import City
from app.funds.models import Earmark
from app.funds.services import envelopes
from app.funds.services.fundings import Terms
from app.steps.actor import Actor
from app.training import services
from app.training.models import College, Payer, Skill
from app.training.services import Cold, Description, Financing, Group, Need

POSTURE = Description(
    "Se parler d'égal à égal",
    Skill.EQUAL_POSTURE,
    [College.AGENTS, College.ELECTED, College.LANDLORDS],
    "Des agents, des élues et des bailleurs apprennent à écouter avant de répondre.",
    "Villes au Carré",
)
REFUSAL = Description(
    "Expliquer un refus avec des mots simples",
    Skill.EXPLAINING_REFUSAL,
    [College.AGENTS, College.COMMITTEE_RESIDENTS],
    "Quand on dit non, on apprend à dire pourquoi, et ce qui reste possible.",
    "Une habitante du comité et une formatrice",
)
GROUPS = [
    Group("Ville", College.AGENTS, 7),
    Group("Ville", College.ELECTED, 5),
    Group("Bailleur social", College.LANDLORDS, 5),
]
LATEST_NEED = 2
"""Cities, counted from this one, that have only noted a need."""
BUDGET, COST, PAID = 1_500_00, 900_00, 860_00


def training_of(city: City, rank: int) -> Generator[datetime, None, None]:
    """Live the training of a city: every other one has seen what changed; then comes a day, or a need."""
    begun = clock.now()
    if rank % 2 == 0:
        yield from _followed(city, begun)
    yield begun + timedelta(days=360)
    if rank < LATEST_NEED:
        _coming(city)
    else:
        services.note_need(city.fund, Need("Répondre sans jargon", "Les lettres font deux pages."), _referent(city))


def _followed(city: City, begun: datetime) -> Generator[datetime, None, None]:
    referent, gestionnaire = _referent(city), Actor(city.staff[Role.GESTIONNAIRE].id)
    yield begun + timedelta(days=150)
    _money(city, gestionnaire)
    done = _prepared(city, POSTURE, "Aux rencontres, les services répondent avant que la salle ait fini.", referent)
    services.finance(done, Financing(Payer.FUND, COST), gestionnaire)
    services.schedule(done, clock.today() + timedelta(days=20), "Centre social", referent, resident_trainer=True)
    yield begun + timedelta(days=170, hours=2)
    services.count_people(done, GROUPS, referent)
    services.act(done, "deliver", referent)
    services.evaluate_hot(done, (11, 4, 2), "On n'avait jamais parlé autant entre nous.", referent)
    services.pay_invoice(done, PAID, gestionnaire)
    yield begun + timedelta(days=300)
    told = "Les agents posent d'abord une question. Les réponses tiennent en trois phrases."
    services.evaluate_cold(done, Cold(14, 9, told, "Aux deux rencontres du printemps."), referent)
    services.act(done, "close", gestionnaire)


def _coming(city: City) -> None:
    referent, gestionnaire = _referent(city), Actor(city.staff[Role.GESTIONNAIRE].id)
    coming = _prepared(city, REFUSAL, "Des équipes disent ne pas comprendre pourquoi le comité a refusé.", referent)
    services.finance(coming, Financing(Payer.OTHER, 600_00, "CNFPT"), gestionnaire)
    services.schedule(coming, clock.today() + timedelta(days=60), "Mairie annexe", referent, resident_trainer=True)


def _referent(city: City) -> Actor:
    return Actor(city.staff[Role.REFERENT].id)


def _money(city: City, gestionnaire: Actor) -> None:
    year = envelopes.open_year(city.fund, clock.today().year)
    envelopes.receive_funding(
        year, "Contrat de ville, formation", BUDGET, gestionnaire, Terms(earmark=Earmark.TRAINING)
    )


def _prepared(city: City, told: Description, why: str, referent: Actor) -> int:
    made = services.note_need(city.fund, Need(told.title, why), referent)
    services.describe(made.id, told, referent)
    return made.id
