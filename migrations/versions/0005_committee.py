"""Committee: sittings follow a workflow and have an agenda, decisions say how the vote went and where a file comes back.

Going up, each sitting gets the state that its former instants tell, and a first step of history; each file that was
decided, or that waits for a sitting to come, gets its line on an agenda. A former adjournment named no sitting: the
file comes back at the next one of the committee, planned four weeks later if there is none.

Going down, sittings that were cancelled are forgotten (revision 0003 deletes them, once nothing points to them), and a
funder's vote, which did not exist, is taken away.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

from app import clock
from app.clock import PARIS, end_of
from app.columns import UtcDateTime
from app.reshaping import Change, Index, begun, forget_history, narrow, tighten, widen
from app.steps.deadlines import add
from workflows.definition import Duration

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHANGES = {
    "seat": Change(
        columns=[
            sa.Column("substitute_for_id", sa.Integer(), nullable=True),
            sa.Column("funder_rules_id", sa.Integer(), nullable=True),
        ],
        checks={
            "ck_seat_funders_vote_only_by_rules": "NOT (is_funder AND is_voting) OR funder_rules_id IS NOT NULL",
            "ck_seat_substitute_for_another": "substitute_for_id <> id",
            "ck_seat_substitute_has_no_own_vote": "substitute_for_id IS NULL OR NOT is_voting",
        },
        gone={
            "ck_seat_funders_do_not_vote": "NOT (is_funder AND is_voting)",
        },
        keys={"funder_rules_id": "fund_rules", "substitute_for_id": "seat"},
        indexes=[
            Index("ix_seat_substitute_for_id", ["substitute_for_id"]),
        ],
    ),
    "sitting": Change(
        columns=[
            sa.Column("hour", sa.Time(), nullable=False),
            sa.Column("convened_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("roll_called_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("left_at_opening_cents", sa.BigInteger(), nullable=True),
            sa.Column("left_at_closing_cents", sa.BigInteger(), nullable=True),
            sa.Column("workflow_key", sa.String(length=60), nullable=False),
            sa.Column("workflow_version", sa.Integer(), nullable=False),
            sa.Column("state", sa.String(length=60), nullable=False),
            sa.Column("stage", sa.String(length=60), nullable=False),
            sa.Column("is_open", sa.Boolean(), nullable=False),
            sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("step_count", sa.Integer(), nullable=False),
            sa.Column("journal_head", sa.String(length=64), nullable=False),
        ],
        checks={
            "ck_sitting_closed_at_instant": "(state IN ('closed', 'minutes_signed', 'published')) = (closed_at IS NOT NULL)",
            "ck_sitting_open_between_two_instants": "(state = 'open') = (opened_at IS NOT NULL AND closed_at IS NULL)",
            "ck_sitting_opened_with_a_roll_call": "opened_at IS NULL OR roll_called_at IS NOT NULL",
            "ck_sitting_published_at_an_instant": "(state = 'published') = (published_at IS NOT NULL)",
        },
        indexes=[
            Index("ix_sitting_committee_day", ["committee_id", "held_on"]),
        ],
    ),
    "decision": Change(
        columns=[
            sa.Column("requested_cents", sa.BigInteger(), nullable=False),
            sa.Column("vote_mode", sa.String(length=40), nullable=False),
            sa.Column("vote_id", sa.Integer(), nullable=True),
            sa.Column("target_sitting_id", sa.Integer(), nullable=True),
            sa.Column("amount_supporters", sa.Integer(), nullable=True),
            sa.Column("amount_voters", sa.Integer(), nullable=True),
            sa.Column("roll", sa.JSON(), nullable=False),
        ],
        checks={
            "ck_decision_adjourned_to_a_sitting": "(result = 'adjourn') = (target_sitting_id IS NOT NULL)",
            "ck_decision_amount_supported_by": "(amount_supporters IS NULL) = (amount_voters IS NULL)",
            "ck_decision_conditions_are_written": "result <> 'grant_with_conditions' OR (conditions <> '' AND reason <> '')",
            "ck_decision_no_casting_vote_in_secret": "NOT casting_vote OR vote_mode <> 'secret'",
            "ck_decision_no_more_than_requested": "amount_cents IS NULL OR amount_cents <= requested_cents",
            "ck_decision_reduction_has_a_reason": "amount_cents IS NULL OR amount_cents >= requested_cents OR reason <> ''",
            "ck_decision_vote_mode": "vote_mode IN ('show_of_hands', 'phones', 'secret')",
        },
        gone={
            "ck_decision_conditions_are_written": "result <> 'grant_with_conditions' OR conditions <> ''",
        },
        keys={"target_sitting_id": "sitting", "vote_id": "committee_vote"},
        indexes=[
            Index("ix_decision_target_sitting_id", ["target_sitting_id"]),
        ],
    ),
    "recusal": Change(
        columns=[
            sa.Column("ground", sa.String(length=40), nullable=False),
            sa.Column("declared_by_id", sa.Integer(), nullable=True),
            sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        ],
        checks={
            "ck_recusal_ground": "ground IN ('team', 'household', 'close', 'interest')",
        },
        keys={"declared_by_id": "person"},
    ),
}

SITTING = sa.table(
    "sitting",
    sa.column("id", sa.Integer),
    sa.column("committee_id", sa.Integer),
    sa.column("held_on", sa.Date),
    sa.column("place", sa.String),
    sa.column("second_call", sa.Boolean),
    sa.column("opened_at", UtcDateTime),
    sa.column("closed_at", UtcDateTime),
    sa.column("roll_called_at", UtcDateTime),
    sa.column("hour", sa.Time),
    *(sa.column(name, sa.String) for name in ("workflow_key", "state", "stage", "journal_head")),
    *(sa.column(name, sa.Integer) for name in ("workflow_version", "step_count")),
    *(sa.column(name, UtcDateTime) for name in ("entered_at", "due_at", "last_activity_at")),
    sa.column("is_open", sa.Boolean),
)
DECISION = sa.table(
    "decision",
    sa.column("id", sa.Integer),
    sa.column("sitting_id", sa.Integer),
    sa.column("project_id", sa.Integer),
    sa.column("result", sa.String),
    sa.column("decided_at", UtcDateTime),
    sa.column("target_sitting_id", sa.Integer),
)
SCHEDULED = sa.table(
    "scheduled_file",
    sa.column("sitting_id", sa.Integer),
    sa.column("project_id", sa.Integer),
    sa.column("position", sa.Integer),
    sa.column("added_at", UtcDateTime),
    sa.column("waiver_reason", sa.String),
)
SEAT = sa.table("seat", sa.column("id", sa.Integer), sa.column("committee_id", sa.Integer),
                sa.column("from_on", sa.Date), sa.column("to_on", sa.Date))  # fmt: skip
SEAT_EVENT = sa.table("seat_event", sa.column("seat_id", sa.Integer), sa.column("committee_id", sa.Integer),
                      sa.column("change", sa.String), sa.column("on_day", sa.Date),
                      sa.column("at", UtcDateTime))  # fmt: skip

USUAL_HOUR = time(18)
STAGES = {"planned": "preparation", "open": "deliberation", "closed": "minutes"}
NEXT = timedelta(days=28)
"""When a sitting is planned for a file that was adjourned to none."""

FILLED = (
    (
        "UPDATE decision SET vote_mode = 'show_of_hands', roll = '{}', requested_cents ="
        " (SELECT requested_cents FROM project WHERE project.id = decision.project_id)"
    ),
    "UPDATE decision SET requested_cents = amount_cents WHERE requested_cents < amount_cents",
    (
        "UPDATE decision SET reason = 'Le motif n''a pas été écrit.' WHERE reason = ''"
        " AND (amount_cents < requested_cents OR result = 'grant_with_conditions')"
    ),
    (
        "UPDATE recusal SET ground = CASE WHEN EXISTS (SELECT 1 FROM seat s JOIN team_member m ON m.person_id = s.person_id"
        " WHERE s.id = recusal.seat_id AND m.project_id = recusal.project_id) THEN 'team' ELSE 'interest' END"
    ),
)
FOLDED = (
    "UPDATE seat SET is_voting = false, is_chair = false WHERE is_funder AND is_voting",
    "DELETE FROM recusal WHERE lifted_at IS NOT NULL",
    "CREATE TABLE cancelled_sitting AS SELECT id FROM sitting WHERE state = 'cancelled'",
)


def upgrade() -> None:
    connection = op.get_bind()
    for table, change in CHANGES.items():
        widen(table, change)
    for statement in FILLED:
        op.execute(statement)
    connection.execute(sa.update(SITTING).values(hour=USUAL_HOUR))
    for sitting in connection.execute(sa.select(SITTING).order_by(SITTING.c.id)).all():
        _enter(connection, sitting)
    _bring_adjourned_files_back(connection)
    _write_agendas(connection)
    _tell_seats(connection)
    for table, change in CHANGES.items():
        tighten(table, change)


def downgrade() -> None:
    for statement in FOLDED:
        op.execute(statement)
    forget_history("sitting")
    for table, change in reversed(CHANGES.items()):
        narrow(table, change)


def _enter(connection: sa.Connection, sitting: sa.Row) -> None:
    """Give a sitting the state that its instants tell; no deadline has passed before anybody knew of it."""
    now = clock.now()
    entered = sitting.closed_at or sitting.opened_at or now
    state = "closed" if sitting.closed_at else "open" if sitting.opened_at else "planned"
    due = {
        "planned": max(sitting.held_on - timedelta(days=7), _day(now)),
        "open": sitting.held_on + timedelta(days=1),
        "closed": add(_day(now), Duration(10, "od")),
    }
    held = begun("sitting", sitting.id, state, entered) | {
        "stage": STAGES[state],
        "is_open": True,
        "due_at": end_of(due[state]),
        "roll_called_at": sitting.opened_at,
    }
    connection.execute(sa.update(SITTING).where(SITTING.c.id == sitting.id).values(**held))


def _bring_adjourned_files_back(connection: sa.Connection) -> None:
    adjourned = sa.select(DECISION, SITTING.c.committee_id, SITTING.c.held_on, SITTING.c.place)
    adjourned = adjourned.join(SITTING, SITTING.c.id == DECISION.c.sitting_id).where(DECISION.c.result == "adjourn")
    for row in connection.execute(adjourned.order_by(DECISION.c.id)).all():
        later = sa.select(SITTING.c.id).where(
            SITTING.c.committee_id == row.committee_id, SITTING.c.held_on > row.held_on
        )
        target = connection.scalar(later.order_by(SITTING.c.held_on, SITTING.c.id).limit(1)) or _plan(connection, row)
        told = sa.update(DECISION).where(DECISION.c.id == row.id).values(target_sitting_id=target)
        connection.execute(told)


def _plan(connection: sa.Connection, row: sa.Row) -> int:
    day = max(row.held_on, _day(clock.now())) + NEXT
    values = {
        "committee_id": row.committee_id,
        "held_on": day,
        "place": row.place,
        "second_call": False,
        "hour": USUAL_HOUR,
    }
    connection.execute(sa.insert(SITTING).values(**values))
    made = connection.execute(sa.select(SITTING).order_by(SITTING.c.id.desc()).limit(1)).one()
    _enter(connection, made)
    return made.id


def _write_agendas(connection: sa.Connection) -> None:
    """Put each decided file on the agenda of its sitting, then each file that waits on that of a sitting to come."""
    lines: dict[int, dict[int, datetime]] = {}
    for row in connection.execute(sa.select(DECISION).order_by(DECISION.c.id)):
        lines.setdefault(row.sitting_id, {}).setdefault(row.project_id, row.decided_at)
    waiting = sa.text(
        "SELECT p.id, c.id AS committee_id, (SELECT d.target_sitting_id FROM decision d WHERE d.project_id = p.id"
        " AND d.annulled_at IS NULL ORDER BY d.decided_at DESC, d.id DESC LIMIT 1) AS target_id"
        " FROM project p JOIN committee c ON c.fund_id = p.fund_id"
        " WHERE p.state = 'scheduled' ORDER BY p.entered_at, p.id"
    )
    coming = connection.execute(
        sa.select(SITTING.c.id, SITTING.c.committee_id)
        .where(sa.or_(SITTING.c.state == "open",
                      sa.and_(SITTING.c.state == "planned", SITTING.c.held_on >= _day(clock.now()))))
        .order_by(SITTING.c.held_on, SITTING.c.id)
    ).all()  # fmt: skip
    for project_id, committee_id, target_id in connection.execute(waiting):
        ids = [one.id for one in coming if one.committee_id == committee_id]
        if ids:
            sitting_id = target_id if target_id in ids else ids[0]
            lines.setdefault(sitting_id, {}).setdefault(project_id, clock.now())
    for sitting_id, files in sorted(lines.items()):
        for position, (project_id, at) in enumerate(files.items(), start=1):
            values = {"sitting_id": sitting_id, "project_id": project_id, "position": position, "added_at": at}
            connection.execute(sa.insert(SCHEDULED).values(**values, waiver_reason=""))


def _tell_seats(connection: sa.Connection) -> None:
    """Write in the history of the seats what their dates tell; who did it was not kept."""
    for seat in connection.execute(sa.select(SEAT).order_by(SEAT.c.id)).all():
        for change, day in (("given", seat.from_on), ("ended", seat.to_on)):
            if day is not None:
                values = {"seat_id": seat.id, "committee_id": seat.committee_id, "change": change, "on_day": day}
                connection.execute(sa.insert(SEAT_EVENT).values(**values, at=clock.now()))


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()
