"""Editions of the demonstration: one that was voted and is being delivered, one in vote, one that takes ideas."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app import clock, files
from app.accounts.models import Role
from app.ballots.calendar import Calendar
from app.ballots.electorate import Electorate
from app.ballots.models import Candidacy, Edition
from app.ballots.queries import candidacies, listed
from app.ballots.rules.ties import commitment
from app.ballots.services import building, council, design, ideas, review, roll, running
from app.ballots.services.building import Estimate
from app.ballots.services.council import CouncilVote
from app.ballots.services.review import Answer, Refusal
from app.db import session
from app.demo import edition_paper, edition_votes, evaluating, papers, voting
from app.demo.cast import Cast, City
from app.demo.edition_ideas import COMING, PAST, VOTING, Idea
from app.demo.words import VERDICTS
from app.evaluation import services as evaluation
from app.evaluation.models import Formation
from app.projects.file import FileValues
from app.projects.models import Delivered, InvolvementKind, Origin, Pace, Project
from app.projects.services import codesign, delivery, drafts
from app.projects.services.follow_up import News, give_news
from app.steps import services as steps
from app.steps.actor import SYSTEM, Actor
from app.territory.models import Neighbourhood, Organisation

Life = Generator[datetime, None, None]
TOURS, JOUE = "37261", "37122"
PAST_ENVELOPE, PRESENT_ENVELOPE, COMING_ENVELOPE = 120_000_00, 200_000_00, 60_000_00
BEFORE = timedelta(days=24)
PAST_BALLOTS, PRESENT_BALLOTS = 96, 30
PHASES = (0, 24, 47, 72, 78, 107, 140, 640)
"""Days from the first idea to the end of each phase, the vote's first and last day among them."""


def editions_of(cast: Cast, end: datetime) -> list[Life]:
    """Give the lives of the three editions, drawn so that the present falls where each is meant to be."""
    cities = {city.commune.insee: city for city in cast.cities.values()}
    today = end.astimezone(clock.PARIS).date()
    tours, joue = cities[TOURS], cities[JOUE]
    return [
        _past(tours, cast, today - timedelta(days=330)),
        _voting(tours, cast, today - timedelta(days=88)),
        _coming(joue, cast, today - timedelta(days=9)),
    ]


def _past(city: City, cast: Cast, start: date) -> Life:
    """Live the edition that residents voted, whose projects are being delivered."""
    yield clock.at_nine(start - BEFORE)
    referent = _referent(city)
    made, dates = _adopted(city, "Budget participatif 2025-2026", PAST_ENVELOPE, start)
    yield from _to_the_vote(made, dates, PAST, city, cast)
    voters = edition_votes.put_on_roll(made.id, PAST_BALLOTS, referent)
    for part in range(4):
        yield clock.at_nine(dates.vote_from + timedelta(days=3 + 6 * part))
        edition_votes.cast_ballots(made.id, voters[part::4], PAST)
    edition_paper.put_in_urn(made.id, voters, referent)
    yield clock.at_nine(dates.vote_until + timedelta(days=1))
    edition_votes.close_and_count(made.id, [referent, Actor(city.staff[Role.COMMITTEE_SECRETARY].id)])
    yield clock.at_nine(dates.deliberation_until - timedelta(days=10))
    document = files.receive(papers.deliberation("DEL-2026-047", made.title))
    council.record_council(made.id, CouncilVote(clock.today(), "DEL-2026-047", document), referent)
    yield from _delivered(made.id, cast, referent)


def _voting(city: City, cast: Cast, start: date) -> Life:
    """Live the edition in which residents vote now; some forty have."""
    yield clock.at_nine(start - BEFORE)
    made, dates = _adopted(city, "Budget participatif 2027", PRESENT_ENVELOPE, start)
    yield from _to_the_vote(made, dates, VOTING, city, cast)
    voters = edition_votes.put_on_roll(made.id, PRESENT_BALLOTS + 24, _referent(city))
    voting.hand_out(made.id, _referent(city), Actor(city.staff[Role.COMMITTEE_SECRETARY].id))
    yield clock.at_nine(dates.vote_from + timedelta(days=2))
    edition_votes.cast_ballots(made.id, voters[:PRESENT_BALLOTS], VOTING)


def _coming(city: City, cast: Cast, start: date) -> Life:
    """Live the edition that takes ideas now."""
    yield clock.at_nine(start - BEFORE)
    made, _dates = _adopted(city, "Budget participatif de Joué-lès-Tours 2027", COMING_ENVELOPE, start)
    for rank, idea in enumerate(COMING):
        yield clock.at_nine(start + timedelta(days=1 + 2 * rank))
        _propose(made.id, idea, _author(cast, idea, rank))


def _adopted(city: City, title: str, envelope: int, start: date) -> tuple[Edition, Calendar]:
    """Prepare an edition and adopt its rules."""
    referent = _referent(city)
    made = design.create_edition(city.commune, title, envelope, referent)
    dates = Calendar(*(start + timedelta(days=after) for after in PHASES))
    plain = f"Les habitants et habitantes décident de {envelope // 100:,} € pour leurs quartiers.".replace(",", " ")
    places = [sector.neighbourhood_id for sector in made.sectors]
    told = design.Basics(title, plain, envelope, made.ceiling_cents, places, made.criteria)
    design.describe(made.id, told, referent)
    design.plan(made.id, dates, referent)
    design.choose_voting(made.id, design.Voting("tours", 1, 5, 11), referent)
    design.note_comparison(made.id, ("tours", "equal_shares"), referent)
    roll.choose_electorate(made.id, Electorate(by_list=True), referent)
    running.act(made.id, "open_ideas", referent)
    return made, dates


def _to_the_vote(made: Edition, dates: Calendar, told: Sequence[Idea], city: City, cast: Cast) -> Life:
    """Live an edition from its ideas to the opening of its vote."""
    referent = _referent(city)
    for rank, idea in enumerate(told):
        yield clock.at_nine(dates.ideas_open_on + timedelta(days=1 + rank))
        _propose(made.id, idea, _author(cast, idea, rank))
    yield clock.end_of(dates.ideas_until) + timedelta(hours=10)
    running.act(made.id, "close_ideas", referent)
    refusals = {idea.title: idea.refused for idea in told if idea.refused}
    for candidacy in candidacies(_fresh(made.id)):
        _answer(candidacy, refusals.get(candidacy.project.title, ""), referent)
    running.act(made.id, "finish_review", referent)
    yield clock.at_nine(dates.coconstruction_until - timedelta(days=8))
    for candidacy in candidacies(_fresh(made.id)):
        if candidacy.project.state == "not_eligible":
            steps.perform(candidacy.project, "file_away", SYSTEM)
    costs = {idea.title: idea.cost for idea in told}
    for candidacy in candidacies(_fresh(made.id)):
        if candidacy.project.state == "codesign":
            _build(candidacy, costs[candidacy.project.title], referent)
    yield clock.at_nine(dates.coconstruction_until)
    running.act(made.id, "lock_list", referent)
    _known_lot(made.id)
    running.freeze(made.id, referent)
    yield clock.at_nine(dates.vote_from)
    running.act(made.id, "open_vote", referent)


def _propose(edition_id: int, idea: Idea, author: Actor) -> None:
    place = session().scalars(sa.select(Neighbourhood).filter_by(slug=idea.place)).one()
    values = FileValues(
        title=idea.title, summary=idea.summary, theme=idea.theme, origin=Origin.RESIDENTS, residents_count=5,
        neighbourhood_id=place.id,
    )  # fmt: skip
    project = drafts.start_draft(values, author)
    ideas.take_to_edition(project.id, edition_id, author)
    drafts.send_project(session().get_one(Project, project.id), author)


def _answer(candidacy: Candidacy, refused: str, referent: Actor) -> None:
    answers = {criterion["code"]: Answer(is_met=True) for criterion in candidacy.edition.criteria}
    if not refused:
        review.review_idea(candidacy.project_id, answers, None, referent)
        return
    answers["competence" if "bailleur" in refused else "ceiling"] = Answer(is_met=False, reason=refused)
    receiver = session().scalars(sa.select(Organisation).order_by(Organisation.id)).first()
    assert receiver is not None
    words = Refusal(refused, receiver.id, "Venez en parler à la maison de quartier, le mardi.")
    review.review_idea(candidacy.project_id, answers, words, referent)


def _build(candidacy: Candidacy, euros: int, referent: Actor) -> None:
    held = codesign.Session(
        clock.today(), InvolvementKind.WORKSHOP, "Maison de quartier", 7, "Le lieu exact et la taille sont choisis."
    )
    codesign.log_session(candidacy.project_id, held, referent)
    building.estimate(candidacy.project_id, Estimate(euros * 100, "Chiffrage des services techniques."), referent)


def _delivered(edition_id: int, cast: Cast, referent: Actor) -> Life:
    """Live the works: the first project is done and judged, the second is late, the others wait."""
    won = [each for each in listed(_fresh(edition_id)) if each.is_winner]
    yield _in(20)
    for each in won[:2]:
        each.project.ends_on = clock.today() + timedelta(days=120)
        session().flush()
        steps.perform(each.project, "start", referent)
    yield _in(60)
    _seen_done(won[0].project_id, cast, referent)
    give_news(won[0].project_id, News(Pace.ON_TRACK, "C'est posé, il reste à planter."), referent)
    give_news(won[1].project_id, News(Pace.LATE, "L'entreprise a trois semaines de retard : il a trop plu."), referent)
    council.deliver(won[0].project_id, (won[0].awarded_cents or 0) - 1_450_00, referent)
    place = won[0].project.neighbourhood_id
    assert place is not None
    jurors = [evaluation.Juror(person.name, person.id) for person in cast.residents[place][5:8]]
    done = session().get_one(Project, won[0].project_id)
    evaluation.form_panel(done, Formation.VOLUNTEERS, jurors, referent)
    yield _in(12)
    evaluating.judged(done, VERDICTS[0], Actor(jurors[0].person_id))


def _seen_done(project_id: int, cast: Cast, referent: Actor) -> None:
    """Have residents take part in the works, then say that they are done."""
    project = session().get_one(Project, project_id)
    held = codesign.Session(clock.today(), InvolvementKind.WORKSHOP, "Sur place", 9, "On plante ensemble.")
    codesign.log_session(project_id, held, referent)
    assert project.neighbourhood_id is not None
    for person in cast.residents[project.neighbourhood_id][6:9]:
        delivery.say(project_id, delivery.Seen(Delivered.YES), Actor(person.id))


def _known_lot(edition_id: int) -> None:
    """Draw the same lot each time: the demonstration tells the same year."""
    edition = _fresh(edition_id)
    edition.tie_seed = f"demonstration-{edition_id}"
    edition.tie_commitment = commitment(edition.tie_seed)
    session().flush()


def _author(cast: Cast, idea: Idea, rank: int) -> Actor:
    place = session().scalars(sa.select(Neighbourhood).filter_by(slug=idea.place)).one()
    return Actor(cast.residents[place.id][rank % 5].id)


def _fresh(edition_id: int) -> Edition:
    return session().get_one(Edition, edition_id)


def _referent(city: City) -> Actor:
    return Actor(city.staff[Role.REFERENT].id)


def _in(days: int) -> datetime:
    return clock.now() + timedelta(days=days)
