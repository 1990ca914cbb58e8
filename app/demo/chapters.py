"""The life of a project, chapter by chapter, from the draft to where its story stops."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta

from app import clock
from app.accounts.models import Role
from app.accounts.services import helping
from app.demo import evaluating, follow, words
from app.demo.codesign import work_together
from app.demo.money_chapters import Chapter, first_purchase, pay, report
from app.demo.plan import Plan, in_days
from app.evaluation import services as evaluation
from app.evaluation.models import Formation
from app.projects.checklist import CHECKLIST
from app.projects.file import FileValues, MemberRow, MoneyRow
from app.projects.models import CarrierKind, InvolvementKind, Origin, Pace, ResourceKind
from app.projects.services import codesign, drafts, follow_up
from app.steps import services as steps
from app.steps.actor import Actor

LENT = ("Prêt", "Bénévolat")
"""How the stories begin the line of what is lent rather than given in money."""
HELPED = 0.3
"""Share of the projects that a helper wrote with a resident."""


def life_of(plan: Plan) -> Generator[datetime, None, None]:
    """Live a project until the state where its story stops."""
    yield plan.begins
    for chapter in (_proposal, _codesign, _committee, pay, _works, report, _evaluation):
        stopped = yield from chapter(plan)
        if stopped:
            return


def _proposal(plan: Plan) -> Chapter:
    state = plan.story.state
    _take_the_pen(plan)
    plan.project = drafts.start_draft(_file(plan), plan.carrier)
    evaluating.promise(plan)
    if state in ("draft", "lapsed"):
        return True
    yield in_days(plan.random.uniform(0.1, 0.4))
    steps.perform(plan.file, "submit", plan.carrier)
    if state == "submitted":
        return True
    yield in_days(plan.random.uniform(1, 4))
    if state in words.CLOSINGS:
        action, by_carrier, note = words.CLOSINGS[state]
        steps.perform(plan.file, action, plan.carrier if by_carrier else plan.by(Role.REFERENT), note)
        return True
    steps.perform(plan.file, "accept", plan.by(Role.REFERENT), plan.random.choice(words.WELCOMES))
    return False


def _take_the_pen(plan: Plan) -> None:
    """Let a helper write for the resident, now and then: both names stay in the history."""
    resident = plan.residents[0]
    plan.carrier = Actor(resident.id)
    if plan.random.random() < HELPED:
        helping.start_helping(resident.id, "oral", "Relu à voix haute, accord donné", Actor(plan.helper.id))
        plan.carrier = Actor(plan.helper.id, resident.id)


def _file(plan: Plan) -> FileValues:
    story, start = plan.story, plan.starts_on
    return FileValues(
        title=story.title,
        theme=story.theme,
        summary=story.summary,
        residents_role=story.role,
        origin=Origin.MEETING,
        origin_meeting_id=plan.meeting_id,
        origin_contribution_id=plan.contribution_id,
        residents_count=plan.came,
        neighbourhood_id=plan.place.id,
        place=story.place,
        starts_on=start,
        ends_on=start + timedelta(days=plan.random.randrange(8, 16)),
        expected_count=plan.random.randrange(2, 12) * 10,
        carrier_kind=CarrierKind.INFORMAL_GROUP,
        team=[MemberRow(person.name) for person in plan.residents[:3]],
        expenses=[MoneyRow(label, 100 * euros) for label, euros in story.spend.items()],
        resources=[MoneyRow(label, 100 * euros, resource=_given(label)) for label, euros in story.help.items()],
        exclusions_denied=True,
    )


def _given(label: str) -> ResourceKind:
    return ResourceKind.IN_KIND if label.startswith(LENT) else ResourceKind.OTHER_MONEY


def _codesign(plan: Plan) -> Chapter:
    referent = plan.by(Role.REFERENT)
    for wait, kind, what in words.SESSIONS[: 1 if plan.story.state == "codesign" else None]:
        yield in_days(wait)
        held = codesign.Session(
            happened_on=clock.today(),
            kind=InvolvementKind(kind),
            place=plan.story.place,
            residents_count=plan.random.randrange(4, 12),
            what=what,
        )
        codesign.log_session(plan.file.id, held, referent)
    follow.share_out(plan)
    follow.ask(plan)
    follow.comment(plan)
    if plan.story.state == "codesign":
        codesign.answer_checklist(plan.file.id, dict.fromkeys(list(CHECKLIST)[:2], "yes"), referent)
        follow.talk(plan)
        return True
    yield in_days(5)
    follow.talk(plan)
    follow.answer(plan)
    codesign.answer_checklist(plan.file.id, dict.fromkeys(CHECKLIST, "yes"), referent)
    codesign.check_exclusions(plan.file.id, referent, respected=True)
    steps.perform(plan.file, "finish_codesign", referent, "Le dossier est prêt pour le comité.")
    return plan.story.state == "scheduled"


def _committee(plan: Plan) -> Chapter:
    while plan.file.state == "scheduled":
        yield in_days(0.5)
    state = plan.story.state
    if state == "not_funded":
        yield in_days(20)
        steps.perform(plan.file, "file_away", plan.carrier, "Nous n'avons pas trouvé d'autre solution.")
    return state in ("adjourned", "refused", "not_funded", "granted_with_conditions", "granted")


def _works(plan: Plan) -> Chapter:
    yield clock.at_nine(plan.starts_on)
    if plan.file.state == "funded":
        steps.perform(plan.file, "start", plan.carrier)
    yield in_days(plan.random.uniform(2, 5))
    pace = plan.random.choice([Pace.ON_TRACK, Pace.ON_TRACK, Pace.LATE, Pace.BLOCKED])
    pace = pace if plan.story.state == "running" else Pace.ON_TRACK
    news = follow.news_of(pace)
    follow.plan_works(plan)
    follow_up.give_news(plan.file.id, news, plan.by(Role.REFERENT))
    work_together(plan)
    first_purchase(plan)
    if plan.story.state == "running":
        follow.disagree(plan)
        return True
    yield clock.at_nine(plan.file.ends_on or plan.starts_on)
    follow_up.give_news(plan.file.id, follow_up.News(Pace.ON_TRACK, words.DONE), plan.carrier)
    follow.finish_works(plan)
    follow.confirm(plan)
    steps.perform(plan.file, "finish", plan.carrier)
    return plan.story.state == "reporting"


def _evaluation(plan: Plan) -> Chapter:
    yield in_days(plan.random.uniform(2, 4))
    jurors = [evaluation.Juror(person.name, person.id) for person in plan.residents[2:5]]
    evaluation.form_panel(plan.file, Formation.VOLUNTEERS, jurors, plan.by(Role.REFERENT))
    if plan.story.state == "evaluation":
        return True
    yield in_days(plan.random.uniform(4, 9))
    evaluating.judged(plan.file, plan.random.choice(words.VERDICTS), Actor(plan.residents[3].id))
    return True
