"""How words changed three projects of the demonstration: a cause named, an outcome contested, two projects made one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from app import clock
from app.accounts.models import Person, Role
from app.db import session
from app.demo.plan import Plan, in_days
from app.mail import Message
from app.mail.outbox import departed
from app.projects.file import FileValues, MemberRow, MoneyRow
from app.projects.models import CarrierKind, InvolvementKind, Origin, Outcome, Project, ProjectChange, ReasonCode, Theme
from app.projects.services import codesign, drafts, merging, outcomes, revisions, voices
from app.projects.services.outcomes import Decision
from app.steps import services as steps
from app.steps.actor import Actor
from app.voices import services as saying
from app.voices.models import Channel, Contribution, ContributionKind, ReplyWay

Life = Generator[datetime, None, None]
GARDEN = "Jardin partagé au pied des tours"
WALL = "Mur d'expression des adolescents"
BALL = "Bal des générations"
TEA = "Thé dansant du dimanche"


def lives(plans: Sequence[Plan]) -> list[Life]:
    """Return what happens to the words said about three projects, beside the lives of the projects themselves."""
    by_title = {plan.story.title: plan for plan in plans}
    return [_garden(by_title[GARDEN]), _wall(by_title[WALL]), _ball(by_title[BALL])]


def work_together(plan: Plan) -> None:
    """Write that residents took part in the works."""
    what = "Tout le monde a mis la main à la pâte, petits et grands."
    held = codesign.Session(clock.today(), InvolvementKind.WORKSHOP, plan.story.place, 5 + plan.file.id % 9, what)
    codesign.log_session(plan.file.id, held, plan.carrier)


def _garden(plan: Plan) -> Life:
    """Move the garden to the shade because somebody asked, and say so."""
    yield from _until_codesign(plan)
    author, project = plan.residents[6], plan.file
    said = _said(plan, author, "Côté école il y a de l'ombre, et les enfants passent tous les jours.")
    voices.link_voice(project.id, said.id, plan.by(Role.REFERENT))
    yield in_days(1)
    moved = FileValues(place="Place Neuve, côté école", expected_count=(project.expected_count or 40) + 20)
    drafts.save_step(project.id, "where", moved, plan.carrier)
    _name(project, said, plan.carrier)
    _decide(plan, plan.contribution_id, Decision(Outcome.ADOPTED, 4, reason_text="Le projet est né de cette phrase."))
    _decide(plan, said.id, Decision(Outcome.ADOPTED, 3, reason_text="Les bacs sont maintenant à l'ombre."))
    yield in_days(4)
    _deliver(author)
    _reply(plan, said, author, confirms=True)


def _wall(plan: Plan) -> Life:
    """Make room for a low panel, refuse a lamp, and hear that its author does not agree."""
    yield from _until_codesign(plan)
    author, project = plan.residents[7], plan.file
    low = _said(plan, plan.residents[8], "Mon frère est en fauteuil : le mur est trop haut pour lui.")
    lamp = _said(plan, author, "En hiver il fait nuit à cinq heures. Mettez une lampe.")
    for said in (low, lamp):
        voices.link_voice(project.id, said.id, plan.by(Role.REFERENT))
    yield in_days(2)
    spend = [MoneyRow("Peinture ardoise", 170_00), MoneyRow("Craies et feutres", 60_00), MoneyRow("Panneau", 190_00),
             MoneyRow("Panneau bas", 95_00)]  # fmt: skip
    drafts.save_step(project.id, "budget", FileValues(expenses=spend), plan.carrier)
    _name(project, low, plan.carrier)
    text = (
        "Un mur où les adolescents et les petits peuvent écrire, coller et dessiner, repeint en blanc chaque automne."
    )
    drafts.save_step(project.id, "what", FileValues(summary=text), plan.carrier)
    _decide(plan, low.id, Decision(Outcome.ADOPTED, 3, reason_text="Un panneau bas est ajouté au budget."))
    why = "Une lampe sur la rue coûte plus cher que tout le mur."
    _decide(plan, lamp.id, Decision(Outcome.REFUSED, 1, ReasonCode.TOO_EXPENSIVE, why))
    yield in_days(3)
    _deliver(author)
    _reply(plan, lamp, author, "Une lampe solaire coûte 30 euros. Il n'y a pas de fil à tirer.", confirms=False)


def _ball(plan: Plan) -> Life:
    """Have another team, with the same wish in the same hall, join the ball."""
    yield from _until_codesign(plan)
    carrier = Actor(plan.residents[8].id)
    tea = drafts.start_draft(_tea(plan), carrier)
    steps.perform(tea, "submit", carrier)
    yield in_days(2)
    steps.perform(tea, "accept", plan.by(Role.REFERENT), "Une autre équipe prépare un bal : parlez-vous.")
    said = _said(plan, plan.residents[9], "Le dimanche, je ne parle à personne. Un peu de musique me ferait du bien.")
    voices.link_voice(tea.id, said.id, carrier)
    yield in_days(3)
    reason = "Nous voulons la même salle et le même musicien. À deux équipes, ce sera plus beau."
    proposal = merging.propose_merge(tea.id, plan.file.id, reason, carrier)
    yield in_days(2)
    main = Actor(plan.carrier.person_id, plan.carrier.on_behalf_id)
    merging.answer_merge(proposal.id, plan.file.id, main, agrees=True)
    steps.perform(session().get_one(Project, tea.id), "merge", carrier)


def _until_codesign(plan: Plan) -> Life:
    yield plan.begins + timedelta(days=1)
    while plan.project is None or plan.file.state != "codesign":
        yield in_days(0.5)


def _tea(plan: Plan) -> FileValues:
    return FileValues(
        title=TEA,
        theme=Theme.SOLIDARITY,
        summary="Un dimanche par mois, de la musique douce, du thé et des gâteaux pour celles et ceux qui sont seuls.",
        residents_role="Les voisins et voisines préparent les gâteaux et vont chercher les aînés.",
        origin=Origin.RESIDENTS,
        origin_note="Nous en parlons depuis l'été, sur le banc.",
        residents_count=4,
        neighbourhood_id=plan.place.id,
        place=plan.story.place,
        starts_on=plan.starts_on,
        ends_on=plan.starts_on + timedelta(days=60),
        expected_count=30,
        carrier_kind=CarrierKind.INFORMAL_GROUP,
        team=[MemberRow(person.name) for person in plan.residents[8:11]],
        expenses=[MoneyRow("Thé, café et gâteaux", 120_00), MoneyRow("Musicien", 180_00)],
        exclusions_denied=True,
    )


def _said(plan: Plan, author: Person, text: str) -> Contribution:
    words = saying.Words(
        ContributionKind.IDEA, text, Channel.CALL, reply_way=ReplyWay.MESSAGE, author_id=author.id
    )  # fmt: skip
    return saying.say(plan.place, words, Actor(plan.helper.id))


def _name(project: Project, said: Contribution, actor: Actor) -> None:
    """Name these words as the cause of everything that changed last."""
    last = sa.select(sa.func.max(ProjectChange.revision_id)).filter_by(project_id=project.id).scalar_subquery()
    for change_id in session().scalars(sa.select(ProjectChange.id).where(ProjectChange.revision_id == last)).all():
        revisions.name_causes(project.id, change_id, [said.id], actor)


def _decide(plan: Plan, said_id: int, decision: Decision) -> None:
    outcomes.decide_outcome(plan.file.id, said_id, decision, plan.carrier)


def _deliver(author: Person) -> None:
    """Have the last message of somebody reach them."""
    message = session().scalar(
        sa.select(Message).filter_by(person_id=author.id).order_by(Message.id.desc()).limit(1)
    )  # fmt: skip
    if message is not None:
        departed(message)


def _reply(plan: Plan, said: Contribution, author: Person, words: str = "", *, confirms: bool) -> None:
    given = outcomes.current_outcome(plan.file.id, said.id)
    if given is not None:
        outcomes.reply_to_outcome(plan.file.id, given.id, words, Actor(author.id), confirms=confirms)
