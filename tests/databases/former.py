"""A database as revision 0002 knew it, with rows: two projects granted, one adjourned, a meeting, a small second fund."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.chain import START, digest
from app.columns import UtcDateTime

AT = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
DAY = date(2026, 3, 5)
GARDEN, PARTY, WALK, CINEMA = 1, 2, 3, 4
STATES = {GARDEN: "reporting", PARTY: "granted", WALK: "scheduled", CINEMA: "granted"}
REQUESTED = {GARDEN: 500_00, PARTY: 250_00, WALK: 100_00, CINEMA: 150_00}
STAGES = {"reporting": "report", "granted": "agreement", "scheduled": "decision"}


class Former:
    """Writes rows in the tables that exist; numbers count from 1, since the database is empty."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.tables = sa.MetaData()
        self.tables.reflect(connection)
        for table in self.tables.tables.values():
            for column in table.columns:
                if isinstance(column.type, sa.DateTime):
                    column.type = UtcDateTime()

    def add(self, table: str, **values: object) -> None:
        """Insert one row."""
        self.connection.execute(sa.insert(self.tables.tables[table]).values(**values))

    def fill(self) -> None:
        """Write the whole story."""
        self._places_and_people()
        self._fund(1, "fph-tours")
        self._fund(2, "fph-jeune")
        self._dialogue()
        for project_id in STATES:
            self._project(project_id)
        self._committee()
        self._money()

    def _places_and_people(self) -> None:
        self.add("commune", insee="37261", name="Tours")
        self.add("neighbourhood", slug="sanitas", name="Sanitas", commune_id=1, npnru=True)
        for name in ("Awa Diallo", "Jean Moreau", "Lina Petit"):
            self.add("person", name=name, public_label="", address="", preferred_channel="letter", locale="fr",
                     session_version=1, created_at=AT)  # fmt: skip

    def _fund(self, number: int, code: str) -> None:
        self.add("fund", code=code, name=code, commune_id=1, gestionnaire="Régie")
        self.add("fund_rules", fund_id=number, version=1, valid_from=date(2026, 1, 1), cap_cents=1_000_00,
                 max_share_pct=100, min_group=3, quorum_pct=50, quorum_residents=3, advance_rate_pct=70,
                 two_person_cents=300_00, elsewhere="")  # fmt: skip

    def _dialogue(self) -> None:
        self.add("dialogue_space", neighbourhood_id=1, kind="neighbourhood_table", name="La table", host="Centre")
        self.add("meeting", space_id=1, title="Le jardin", held_on=DAY, place="Centre", residents_count=12, summary="")
        self.add("contribution", meeting_id=1, neighbourhood_id=1, kind="question", text="Qui répare les bancs ?",
                 said_on=DAY)  # fmt: skip

    def _project(self, number: int) -> None:
        state = STATES[number]
        step = {
            "subject_kind": "project", "subject_id": number, "number": 1, "kind": "action", "action": "begin",
            "from_state": "", "to_state": state, "note": "", "is_public": True, "details": {}, "actor_id": 1,
            "on_behalf_id": None, "at": AT, "workflow_version": 1, "corrects": None,
        }  # fmt: skip
        head = digest(START, step)
        self.add("step", **step, digest=head)
        fund = 2 if number == CINEMA else 1
        granted = None if number == WALK else REQUESTED[number]
        self.add("project", ref=f"PV-2026-000{number}", title=f"Le projet {number}", summary="Un jardin pour tous",
                 residents_role="", theme=None, neighbourhood_id=1, place="", association_name="", origin="meeting",
                 origin_meeting_id=1, origin_contribution_id=1, origin_note="", requested_cents=REQUESTED[number],
                 granted_cents=granted, fund_id=fund, rules_id=fund, checklist={}, created_by_id=1, created_at=AT,
                 published_at=AT, pace_note="", search_text="jardin", workflow_key="micro-grant", workflow_version=1,
                 state=state, stage=STAGES[state], is_open=True, entered_at=AT, last_activity_at=AT, step_count=1,
                 journal_head=head)  # fmt: skip
        self.add("team_member", project_id=number, person_id=1, name="Awa Diallo", phone="", is_main=True)

    def _committee(self) -> None:
        self.add("committee", fund_id=1, name="Le comité")
        self.add("seat", committee_id=1, person_id=1, college="resident", is_voting=True, is_funder=False,
                 is_chair=True, from_on=date(2026, 1, 1))  # fmt: skip
        self.add("seat", committee_id=1, person_id=2, college="state", is_voting=False, is_funder=True, is_chair=False,
                 from_on=date(2026, 1, 1))  # fmt: skip
        self.add("sitting", committee_id=1, held_on=DAY, place="Mairie", second_call=False, opened_at=AT, closed_at=AT)
        self.add("presence", sitting_id=1, seat_id=1)
        self.add("recusal", seat_id=1, project_id=CINEMA, reason="Elle porte le projet.", declared_at=AT)
        for number, result in ((GARDEN, "grant"), (PARTY, "grant"), (WALK, "adjourn")):
            self.add("decision", project_id=number, sitting_id=1, result=result,
                     amount_cents=REQUESTED[number] if result == "grant" else None, votes_for=1, votes_against=0,
                     abstentions=0, voting_present=1, residents_present=1, conditions="", casting_vote=False,
                     reason="Il manque le devis." if result == "adjourn" else "", decided_by_id=2, decided_at=AT,
                     is_past=False)  # fmt: skip

    def _money(self) -> None:
        """Fund 1: 600 € and 300 € pay 500 € and 250 €, each by one source. Fund 2: neither source alone pays 150 €."""
        self._year(1, [
            ("funding", 0, "Ville de Tours", [("source", -600_00), ("available", 600_00)]),
            ("funding", 0, "État", [("source", -300_00), ("available", 300_00)]),
            ("grant", GARDEN, "", [("available", -500_00), ("reserved", 500_00)]),
            ("grant", PARTY, "", [("available", -250_00), ("reserved", 250_00)]),
            ("signature", GARDEN, "", [("reserved", -500_00), ("committed", 500_00)]),
            ("advance", GARDEN, "", [("committed", -350_00), ("paid", 350_00)]),
        ])  # fmt: skip
        self._year(2, [
            ("funding", 0, "CAF", [("source", -100_00), ("available", 100_00)]),
            ("funding", 0, "Val Touraine Habitat", [("source", -100_00), ("available", 100_00)]),
            ("grant", CINEMA, "", [("available", -150_00), ("reserved", 150_00)]),
        ])  # fmt: skip
        self.add("payment", project_id=GARDEN, kind="advance", mode="transfer", payee="Awa Diallo", amount_cents=350_00,
                 ordered_by_id=2, ordered_at=AT, needs_second=True, second_by_id=3, paid_at=AT, reference="")  # fmt: skip
        self.add("expense", project_id=GARDEN, spent_on=DAY, supplier="Pépinière", label="Plants", amount_cents=120_00,
                 eligible=None, reason="")  # fmt: skip
        self.add("report", project_id=GARDEN, story="Nous avons planté.", participants=20, newcomers=4,
                 no_expense=False, written_by_id=1, written_at=AT)  # fmt: skip

    def _year(self, number: int, moves: Sequence[tuple[str, int, str, list[tuple[str, int]]]]) -> None:
        self.add("fund_year", fund_id=number, year=2026, entry_count=len(moves), ledger_head=START)
        head, held = START, Counter[tuple[str, int]]()
        for place, (cause, project_id, memo, lines) in enumerate(moves, start=1):
            postings = [[name, 0 if name in {"source", "available"} else project_id, cents] for name, cents in lines]
            entry = {"fund_year_id": number, "number": place, "cause": cause, "project_id": project_id or None,
                     "memo": memo, "actor_id": 2, "at": AT}  # fmt: skip
            head = digest(head, entry | {"postings": postings})
            self.add("ledger_entry", **entry, digest=head)
            entries = self.connection.scalar(sa.text("SELECT MAX(id) FROM ledger_entry"))
            for account, holder, cents in postings:
                self.add("posting", entry_id=entries, account=account, project_id=holder, amount_cents=cents)
                held[account, holder] += cents
        for (account, holder), cents in held.items():
            self.add("balance", fund_year_id=number, account=account, project_id=holder, amount_cents=cents)
        self.connection.execute(sa.text("UPDATE fund_year SET ledger_head = :head WHERE id = :id"),
                                {"head": head, "id": number})  # fmt: skip
