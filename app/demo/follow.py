"""How the demonstration's projects are followed: who does what, opinions, private words, comments, works, delivery."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from app import clock
from app.accounts.models import Role
from app.demo import words
from app.demo.plan import Plan
from app.projects.checklist import codes_of
from app.projects.models import Delivered, OpinionChannel, OpinionValue, Pace, ReportReason, TeamPart, ThreadNotice
from app.projects.services import codesign, comments, delivery, milestones, opinions, team, thread
from app.projects.services.follow_up import News
from app.steps.actor import Actor
from app.territory.models import Organisation
from app.voices.question_queries import all_bodies

PARTS = (TeamPart.MONEY, TeamPart.LOGISTICS, TeamPart.COMMUNICATION)
UNBLOCKED_IN = timedelta(days=9)
CITY, LANDLORD = "city", "landlord"
QUESTIONS = {
    CITY: "Le lieu peut-il être utilisé aux dates prévues, et à quelles conditions ?",
    LANDLORD: "Êtes-vous d'accord pour que le projet se fasse au pied de vos immeubles ?",
}
ANSWERS = (
    (OpinionValue.FAVOURABLE, "Rien ne s'y oppose. Le service prête deux barrières."),
    (OpinionValue.RESERVE, "Oui, si le passage des secours reste libre : trois mètres au moins."),
    (OpinionValue.FAVOURABLE, ""),
    (OpinionValue.NO_OPINION, "Ce terrain n'est pas à nous. Demandez au bailleur."),
)
TALK = (
    (False, "Bonjour à toute l'équipe. Avez-vous pensé à l'assurance ? Le centre social peut vous aider."),
    (True, "Merci ! On a rendez-vous jeudi. On vous envoie l'attestation après."),
    (False, "Parfait. Il reste aussi à prévenir les voisins et voisines du rez-de-chaussée."),
)
COMMENTS = (
    "Très bonne idée. Je peux prêter une brouette et donner un coup de main le samedi.",
    "Est-ce que ce sera ouvert aussi aux gens des immeubles d'en face ?",
    "Pensez à un coin à l'ombre pour les plus âgés.",
)
REPLY = "Oui, c'est ouvert à tout le monde. Venez quand vous voulez !"
RUDE = "De toute façon, les gens du troisième sont tous des bons à rien."
WHY_HIDDEN = "Il insulte des voisins et voisines."
STEPS = ("Le matériel est acheté", "Tout est installé", "La fête d'ouverture")
SEEN = {
    Delivered.YES: "J'y suis allée dimanche, c'est bien là et c'est beau.",
    Delivered.PARTLY: "Il manque encore la peinture.",
    Delivered.NO: "Je suis passé deux fois, je n'ai rien vu.",
}


def news_of(pace: Pace) -> News:
    """Return what is told of a project that goes this way; blocked, it says who can help and by when."""
    blocked = pace is Pace.BLOCKED
    by = clock.today() + UNBLOCKED_IN if blocked else None
    return News(pace, words.NEWS[pace], unblocker="referent" if blocked else "", unblock_by=by)


def share_out(plan: Plan) -> None:
    """Say who looks after what in the team, and who does the first line of the checklist."""
    members = plan.file.team
    parts = dict(zip((member.id for member in members), PARTS, strict=False))
    team.share_out(plan.file.id, parts, members[0].id if members else None, plan.carrier)
    for code, member, days in zip(codes_of(plan.file)[2:5], members, (4, 9, 12), strict=False):
        arranged = codesign.Arranged(member.name.split(maxsplit=1)[0], clock.today() + timedelta(days=days))
        codesign.arrange_line(plan.file.id, code, arranged, plan.by(Role.REFERENT))


def ask(plan: Plan) -> None:
    """Ask the opinion of the city, and in one project of two that of a landlord."""
    bodies = {body.kind.value: body for body in all_bodies(plan.place.commune_id)}
    for kind, question in QUESTIONS.items():
        body = bodies.get(kind)
        if body is not None and (kind == CITY or _dice(plan).random() < 0.5):  # noqa: PLR2004
            _ask(plan, body, question)


def answer(plan: Plan) -> None:
    """Have the city answer by itself, and the landlord by telephone; one landlord in two has not answered."""
    dice = _dice(plan)
    for opinion in opinions.opinions_waiting(plan.file.id):
        value, text = dice.choice(ANSWERS)
        if opinion.organisation and opinion.organisation.kind.value == CITY:
            opinions.give(opinion.id, opinions.Given(value, text), plan.by(Role.ANSWERER))
        elif dice.random() < 0.5:  # noqa: PLR2004
            given = opinions.Given(value, text, OpinionChannel.PHONE, "L'agence du quartier")
            opinions.key(opinion.id, given, plan.by(Role.REFERENT))


def talk(plan: Plan) -> None:
    """Write a few words in the private thread."""
    for from_team, body in TALK[: 1 + _dice(plan).randrange(len(TALK))]:
        author = Actor(plan.residents[0].id) if from_team else plan.by(Role.REFERENT)
        thread.write(plan.file.id, thread.Written(body), author)
    thread.choose_notice(plan.file.id, ThreadNotice.INSTANT, plan.by(Role.REFERENT))


def comment(plan: Plan) -> None:
    """Have neighbours comment, and the team answer; a few rude comments are reported, the latest still wait."""
    dice = _dice(plan)
    first = comments.comment(plan.file.id, dice.choice(COMMENTS), Actor(plan.residents[4].id))
    if first.body.endswith("?"):
        comments.comment(plan.file.id, REPLY, Actor(plan.residents[0].id), first.id)
    if plan.story.state == "codesign" or dice.random() < 0.12:  # noqa: PLR2004
        rude = comments.comment(plan.file.id, RUDE, Actor(plan.residents[5].id))
        comments.report(rude.id, ReportReason.INSULT, "", Actor(plan.residents[4].id))
        if plan.story.state != "codesign":
            comments.hide(rude.id, WHY_HIDDEN, plan.by(Role.REFERENT))


def plan_works(plan: Plan) -> None:
    """Plan the milestones, and reach the first one."""
    made = [
        milestones.plan(plan.file.id, label, plan.starts_on + timedelta(days=4 * rank), plan.carrier)
        for rank, label in enumerate(STEPS)
    ]
    milestones.reach(made[0].id, plan.carrier)


def finish_works(plan: Plan) -> None:
    """Reach the milestones that are left."""
    for milestone in milestones.milestones_of(plan.file.id):
        milestones.reach(milestone.id, plan.carrier)


def confirm(plan: Plan) -> None:
    """Have residents say that it is done: one of the team, two neighbours; now and then one sees what is missing."""
    said = [(0, Delivered.YES), (3, Delivered.YES), (4, Delivered.YES)]
    if _dice(plan).random() < 0.3:  # noqa: PLR2004
        said.append((5, Delivered.PARTLY))
    for rank, seen in said:
        text = SEEN[seen] if rank > 3 else ""  # noqa: PLR2004
        delivery.say(plan.file.id, delivery.Seen(seen, text), Actor(plan.residents[rank].id))


def disagree(plan: Plan) -> None:
    """Have two residents see different things."""
    delivery.say(plan.file.id, delivery.Seen(Delivered.YES), Actor(plan.residents[1].id))
    delivery.say(plan.file.id, delivery.Seen(Delivered.NO, SEEN[Delivered.NO]), Actor(plan.residents[5].id))


def _ask(plan: Plan, body: Organisation, question: str) -> None:
    opinions.ask(plan.file.id, opinions.Asked(question, 10, organisation_id=body.id), plan.by(Role.REFERENT))


def _dice(plan: Plan) -> Random:
    """Throw dice of one's own: what others draw stays as it was."""
    return Random(f"follow {plan.story.title}")
