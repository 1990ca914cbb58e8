"""An edition in a browser: its design, the ideas, the list, a vote online, on a kiosk and on paper, the count, the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from app import clock
from app.accounts.models import Person
from app.ballots import paper_numbers
from app.ballots.cli import ballots_cli
from app.ballots.models import Edition, PaperRun
from app.ballots.queries import candidacies
from app.ballots.services import building, design, review, roll, roll_changes
from app.ballots.services.building import Estimate
from app.ballots.services.design import Voting
from app.ballots.services.review import Answer
from app.db import open_transaction, session
from app.projects.models import Involvement, InvolvementKind
from app.steps.actor import Actor
from tests import make
from tests.browser.fixtures import ON_SQLITE, axe
from tests.browser.walker import Walker
from tests.make import votes

COSTS = (60_000_00, 50_000_00, 40_000_00)
ONLINE, KIOSK, PAPER = 0, 1, 2


class Story:
    """An edition of Tours, the two persons who run it, and a calendar that the test turns."""

    def __init__(self, open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> None:
        self.open_page, self.monkeypatch, self.place = open_page, monkeypatch, make.neighbourhood()
        self.anne, self.bilal = (self._staff(role) for role in ("referent", "committee_secretary"))
        self.id, self.codes, self.numbers = 0, list[roll.Code](), list[str]()

    @property
    def edition(self) -> Edition:
        session().rollback()
        session().expire_all()
        return session().get_one(Edition, self.id)

    @property
    def desks(self) -> list[Walker]:
        return [Walker(page) for _actor, page in (self.anne, self.bilal)]

    def be(self, instant: datetime | date | None, later: timedelta = timedelta(hours=9)) -> None:
        """Turn the calendar: after an instant, or in the morning after a day."""
        assert instant is not None
        now = (instant if isinstance(instant, datetime) else clock.end_of(instant)) + later
        self.monkeypatch.setattr(clock, "now", lambda: now)

    def act(self, name: str) -> None:
        """Press a button of the page of those who run the edition."""
        self.desks[0].go(f"/budget/{self.id}/work").press(name)

    def _staff(self, role: str) -> tuple[Actor, Page]:
        actor = make.actor(role)
        return actor, self.open_page(session().get_one(Person, actor.person_id))


def design_it(story: Story) -> None:
    desk = story.desks[0].go("/budget/new").write("Nom de l'édition", "Budget participatif 2027")
    desk.page.get_by_label("Combien d'argent").fill("100 000")
    desk.press("Continuer")
    story.id = int(desk.page.url.rsplit("/", 2)[1])
    desk.go(f"/budget/{story.id}/basics").write("En une phrase simple, pour tout le monde", "Décidez de 100 000 €.")
    desk.press("Enregistrer")
    desk.go(f"/budget/{story.id}/simulation").press("Comparer")
    design.choose_voting(story.id, Voting("tours", 1, 2, 11), story.anne[0])
    story.act("Adopter les règles")


def gather_ideas(story: Story) -> None:
    story.be(story.edition.ideas_open_on)
    for cost in COSTS:
        make.idea(story.edition, story.place, cost)
    story.be(story.edition.ideas_until)
    story.act("Clore les idées")
    for idea in candidacies(story.edition):
        answers = {criterion["code"]: Answer(is_met=True) for criterion in story.edition.criteria}
        review.review_idea(idea.project_id, answers, None, story.anne[0])
    story.act("Terminer l'examen des idées")


def build_list(story: Story) -> None:
    for idea, cost in zip(candidacies(story.edition), COSTS, strict=True):
        with open_transaction():
            session().add(
                Involvement(project_id=idea.project_id, stage="codesign", kind=InvolvementKind.WORKSHOP,
                            residents_count=3, happened_on=clock.today(), what="Atelier")
            )  # fmt: skip
        building.estimate(idea.project_id, Estimate(cost), story.anne[0])
    story.act("Arrêter la liste des projets")
    story.desks[0].go(f"/budget/{story.id}/freezing").press("Figer maintenant")
    story.be(story.edition.opens_at)
    story.act("Ouvrir le vote")


def vote(story: Story) -> None:
    story.codes = roll.print_codes(story.id, 12, story.anne[0])
    roll_changes.release_sheets(story.id, 1, 12, story.bilal[0])
    keys = [each.id for each in candidacies(story.edition)]
    for rank, code in enumerate(story.codes[3:]):
        votes.ballot(story.edition, code.voter_id, [keys[0], keys[1 + rank % 2]])
    cast(Walker(story.open_page()).go(f"/vote/{story.id}"), story.codes[ONLINE])
    kiosk = Walker(story.open_page(session().get_one(Person, story.anne[0].person_id))).go(f"/vote/{story.id}/roll")
    kiosk.write("Où se trouve cet appareil ?", "Médiathèque").press("Ouvrir la borne ici")
    cast(kiosk, story.codes[KIOSK])
    desk = story.desks[1].go(f"/vote/{story.id}/paper").write("Combien de bulletins ?", "3")
    desk.write("Pour quel lieu ?", "Mairie").press("Préparer ces bulletins")
    desk.go(f"/vote/{story.id}/paper/register?q={story.codes[PAPER].serial}")
    desk.page.get_by_label("Dans quel lieu").fill("Mairie")
    desk.press("A voté sur papier")


def cast(voter: Walker, code: roll.Code) -> None:
    voter.write("Votre code de vote", code.code).tick("J'ai l'âge de voter.").press("Entrer et voter")
    voter.page.locator("input[name=choice]").first.check()
    voter.press("Déposer mon bulletin").reads("Votre bulletin est dans l'urne")


def open_the_urn(story: Story) -> None:
    story.be(story.edition.closes_at)
    for desk in story.desks:
        desk.go(f"/vote/{story.id}/closing").tick("Je clos ce vote.").press("Signer la clôture")
    run = session().query(PaperRun).one()
    desk = story.desks[0].go(f"/vote/{story.id}/paper").write("Lieu de l'urne", "Mairie")
    desk.write("Papiers dans l'urne", "1").write("Signatures au registre", "1").press("Ouvrir cette urne")
    for keyer in story.desks:
        keyer.go(desk.page.url).write("Numéro du bulletin", paper_numbers.number_of(1, run.salt))
        keyer.page.locator("input[name=choice]").first.check()
        keyer.press("Enregistrer ce papier").press("J'ai saisi tous les papiers")
    assert axe(desk.page) == []
    story.desks[0].go(desk.page.url).press("Accepter cette urne")


def count(story: Story) -> Page:
    first, second = story.desks
    first.go(f"/vote/{story.id}/count").press("Compter les bulletins")
    second.go(f"/vote/{story.id}/count").press("Compter une seconde fois")
    first.go(f"/vote/{story.id}/count").press("Publier le résultat")
    return first.page


@ON_SQLITE
def test_an_edition_goes_from_its_design_to_a_result_that_anybody_recounts(
    app: Flask, open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    story = Story(open_page, monkeypatch)
    chapters: Sequence[Callable[[Story], None]] = (design_it, gather_ideas, build_list, vote, open_the_urn)
    for chapter in chapters:
        chapter(story)

    page = count(story)
    Walker(page).reads("12 bulletins comptés", "Choisis", "Pas choisis, et ce qui a manqué", "Recomptez vous-même")
    assert axe(page) == []
    with page.expect_download() as given:
        page.get_by_role("link", name="Télécharger les bulletins").click()
    given.value.save_as(tmp_path / "resultat.pb")
    told = app.test_cli_runner().invoke(ballots_cli, ["count", str(tmp_path / "resultat.pb")])
    assert "Les gagnants sont ceux du résultat officiel." in told.output
