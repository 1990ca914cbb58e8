"""Minutes: drafted from what happened, completed, signed by two, locked, published without a name."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from app import pdf
from app.committees import minutes, minutes_print, minutes_reading, minutes_signing, services
from app.committees.deliberation import CommitteeRefused
from app.committees.masking import masked
from app.committees.models import College
from app.committees.papers import SignedMinutes
from app.db import session, transaction
from app.files import StoredFile
from app.mail import Message
from app.steps import services as steps
from app.steps.actor import Actor
from tests import make
from tests.committees.room import Room, adjourn, grant, refuse, room, waiting
from tests.pdf import is_tagged, text_of

NASTY = "<b>gras</b> #emph[non] =1+1 *étoile* @ref"


@dataclass
class Over:
    """A sitting that is closed, its chair, and the projects it decided on."""

    room: Room
    chair: Actor
    granted: object
    refused: object

    @property
    def sitting(self):
        return self.room.sitting

    def held(self):
        sitting, text, _signed = minutes_reading.sitting_with_minutes(self.sitting.id)
        return minutes_reading.held(sitting, text)

    def content(self):
        return minutes.drafted(self.held())

    def digest(self) -> str:
        return minutes.digest_of(self.content(), self.sitting.id)


@transaction()
def _make_chair(there: Room) -> Actor:
    seat = there.seats[0]
    seat.is_chair = True
    seat.person.name = "Zohra Benali"
    session().flush()
    return Actor(seat.person_id)


@pytest.fixture
def over(app: Flask) -> Over:
    there = room(absent=1)
    chair = _make_chair(there)
    granted, refused = waiting(there.money), waiting(there.money, title="Fête des voisins")
    late = there.seats[-1]
    services.set_presence(there.sitting, late.id, True, there.secretary)
    services.decide(there.sitting, granted, grant(400_00, reason=NASTY), there.secretary)
    services.declare_recusal(there.seats[1], refused, "Sœur de Zohra Benali", there.secretary)
    services.decide(there.sitting, refused, refuse((1, 5, 0), "Madame Benali l'a dit : trop loin"), there.secretary)
    services.close_sitting(there.sitting, there.secretary)
    return Over(there, chair, granted, refused)


def test_the_minutes_are_drafted_from_what_happened(over: Over) -> None:
    content = over.content()

    first, second = content["files"]
    assert "400\u00a0€ sur 600\u00a0€" in first["decision"]
    assert (first["reason"], first["result"]) == (NASTY, "Accordé, somme réduite")
    assert "1 pour, 5 contre, 0 abstention" in second["vote"]
    assert second["aside"] == [{"name": "Habitante 2", "reason": "Sœur de Zohra Benali"}]
    assert "Il reste 9\u202f600\u00a0€" in first["left"]
    assert content["present"][0]["name"] == "Zohra Benali"
    assert any("Association 2 arrive à" in sentence for sentence in content["movements"])


def test_the_minutes_keep_who_stepped_aside_at_the_sitting_and_who_presided(app: Flask) -> None:
    there = room()
    _make_chair(there)
    carrier = make.actor()
    adjourned, undecided = waiting(there.money, carrier), waiting(there.money, title="Fête des voisins")
    for project in (adjourned, undecided):
        services.declare_recusal(there.seats[1], project, "Ma sœur y travaille", there.secretary)
    services.decide(there.sitting, adjourned, adjourn((6, 0, 0)), there.secretary)
    services.close_sitting(there.sitting, there.secretary)
    read, text, _signed = minutes_reading.sitting_with_minutes(there.sitting.id)
    before = minutes.drafted(minutes_reading.held(read, text))

    steps.perform(adjourned, "return_to_committee", carrier, "Voici le devis")
    for project in (adjourned, undecided):
        services.lift_recusal(there.seats[1], project, there.secretary)
        services.declare_recusal(there.seats[2], project, "Je suis proche de l'équipe", there.secretary)

    assert minutes.drafted(minutes_reading.held(read, text)) == before
    assert [[one["name"] for one in file["aside"]] for file in before["files"]] == [["Habitante 2"], ["Habitante 2"]]
    assert before["files"][0]["presiding"].endswith("\xa0: Zohra Benali.")


def test_what_the_secretary_adds_outlives_a_new_draft(over: Over) -> None:
    services.write_minutes(over.sitting, "Belle séance", {over.granted.id: "Discussion sur l'eau"}, over.room.secretary)

    content = over.content()

    assert (content["remarks"], content["files"][0]["note"]) == ("Belle séance", "Discussion sur l'eau")


def test_two_different_people_sign_the_same_text_and_lock_it(over: Over) -> None:
    services.sign(over.sitting, over.digest(), over.room.secretary)
    theirs = sa.select(Message).filter_by(subject_kind="sitting", person_id=over.chair.person_id)
    last = session().scalars(theirs.order_by(Message.id.desc())).first()
    assert over.sitting.state == "closed"
    assert last is not None
    assert "attend votre signature" in last.subject

    services.sign(over.sitting, over.digest(), over.chair)

    assert over.sitting.state == "minutes_signed"
    with pytest.raises(CommitteeRefused, match="avant les signatures"):
        services.write_minutes(over.sitting, "Encore", {}, over.room.secretary)
    with pytest.raises(sa.exc.IntegrityError, match="never rewritten"):
        _rewrite()


def test_one_person_never_signs_for_both(over: Over) -> None:
    make.role(session().get_one(type(over.room.seats[0].person), over.chair.person_id), "committee_secretary")
    services.sign(over.sitting, over.digest(), over.chair)

    with pytest.raises(CommitteeRefused, match="déjà signé"):
        services.sign(over.sitting, over.digest(), over.chair)

    assert over.sitting.state == "closed"


def test_a_changed_text_voids_the_signature_under_the_former_one(over: Over) -> None:
    former = over.digest()
    services.sign(over.sitting, former, over.room.secretary)
    services.write_minutes(over.sitting, "Ajout", {}, over.room.secretary)

    with pytest.raises(CommitteeRefused, match="a changé"):
        services.sign(over.sitting, former, over.chair)
    services.sign(over.sitting, over.digest(), over.chair)

    assert over.sitting.state == "closed"


def test_members_who_did_not_preside_and_strangers_do_not_sign(over: Over) -> None:
    for who in (
        Actor(over.room.seats[2].person_id),
        make.actor("referent"),
        Actor(make.person().id, over.chair.person_id),
    ):
        with pytest.raises(CommitteeRefused, match="chacun de son propre compte"):
            services.sign(over.sitting, over.digest(), who)


def test_a_page_signed_by_hand_counts_for_the_chair(over: Over) -> None:
    scan = StoredFile("0" * 64, "pv.pdf", "application/pdf", 1)
    services.sign_on_paper(over.sitting, over.room.seats[0].id, scan, over.digest(), over.room.secretary)

    services.sign(over.sitting, over.digest(), over.room.secretary)

    assert over.sitting.state == "minutes_signed"
    assert minutes_signing.signatures_of(over.sitting.id)[0].person.name == "Zohra Benali"


def test_nothing_is_published_without_two_signatures(over: Over) -> None:
    services.sign(over.sitting, over.digest(), over.room.secretary)

    with pytest.raises(CommitteeRefused):
        services.publish(over.sitting, over.room.secretary)

    assert over.sitting.published_at is None


def test_published_minutes_name_nobody(over: Over) -> None:
    services.write_minutes(over.sitting, "Merci à zohra benali", {over.granted.id: NASTY}, over.room.secretary)
    services.sign(over.sitting, over.digest(), over.room.secretary)
    services.sign(over.sitting, over.digest(), over.chair)

    services.publish(over.sitting, over.room.secretary)

    signed = session().get_one(SignedMinutes, over.sitting.id)
    written = repr(signed.public_content).lower()
    assert over.sitting.state == "published"
    for name in ("zohra", "benali", "habitante 2", "association 1", "amina", "diallo"):
        assert name not in written
    assert {"college": "Habitants et habitantes", "count": "5"} in signed.public_content["present"]
    assert signed.public_content["files"][1]["aside"] == "1 membre s'est retiré."


def test_the_printed_minutes_are_tagged_and_keep_what_was_typed_as_text(over: Over) -> None:
    services.write_minutes(over.sitting, NASTY, {over.granted.id: NASTY}, over.room.secretary)
    content = over.content()

    named = pdf.made("committees/documents/minutes.typ", minutes_print.with_signatures(content, [], over.digest()))
    public = pdf.made(
        "committees/documents/minutes.typ",
        minutes_print.without_signatures(minutes.published(content, over.held())),
    )

    assert is_tagged(named)
    assert is_tagged(public)
    assert text_of(named).count(NASTY) == 3
    assert "Zohra Benali" in text_of(named)
    assert "Benali" not in text_of(public)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Madame Benali part", "Madame une personne part"),
        ("zohra BENALI", "une personne"),
        ("À Saint-Pierre-des-Corps, Pierre parle", "À Saint-Pierre-des-Corps, une personne parle"),
        ("un petit jardin", "un petit jardin"),
    ],
)
def test_names_are_taken_out_of_what_is_published(text: str, said: str) -> None:
    assert masked(text, ["Zohra Benali", "Pierre Petit"]) == said


@pytest.mark.usefixtures("app")
def test_without_its_chair_whoever_was_there_and_votes_signs_for_it() -> None:
    there = room(residents=3, others=1, absent=1)
    services.close_sitting(there.sitting, there.secretary)
    held = minutes_reading.held(there.sitting, None)

    signers = minutes_signing.signers_for_chair(held.there)

    assert [seat.id for seat in signers] == [seat.id for seat in there.seats[:3]]
    assert there.seats[3].college is College.ASSOCIATION


@transaction()
def _rewrite() -> None:
    session().execute(sa.update(SignedMinutes).values(digest="0" * 64))
