"""Dialogue, answers and people: meetings follow a workflow, contributions can be searched, moderated and answered.

Going up, each meeting was held and told nobody how: it is closed, its minutes still to be published, and gets a first
step of history. A question asked in a meeting stays a contribution: nobody had promised an answer by a date, and a
facilitator may make it a question of the new sort.

Going down, what is newer than 0003 is forgotten: meetings that were not held (revision 0003 deletes them, once nothing
points to them), messages to somebody without an account, roles held in an organisation.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

from app import clock
from app.clock import PARIS, end_of
from app.columns import UtcDateTime
from app.funds.payment_seal import guard_payments, release_payments
from app.funds.sealing import seal, unseal
from app.projects.search import SQLITE_DDL, SQLITE_DROP
from app.reshaping import Change, Index, begun, forget_history, narrow, tighten, widen
from app.search import SearchIndex, stems

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CHANGES = {
    "assisted_entry": Change(
        columns=[
            sa.Column("read_back", sa.Boolean(), nullable=True),
        ],
    ),
    "budget_line": Change(
        columns=[
            sa.Column("resource", sa.String(length=40), nullable=True),
        ],
        checks={
            "ck_budget_line_resource_kind": "resource IN ('own_money', 'other_money', 'in_kind')",
        },
    ),
    "contribution": Change(
        columns=[
            sa.Column("channel", sa.String(length=40), nullable=False),
            sa.Column("theme", sa.String(length=40), nullable=True),
            sa.Column("visibility", sa.String(length=40), nullable=False),
            sa.Column("moderation", sa.String(length=40), nullable=False),
            sa.Column("set_aside_reason", sa.Text(), nullable=False),
            sa.Column("reply_way", sa.String(length=40), nullable=False),
            sa.Column("author_id", sa.Integer(), nullable=True),
            sa.Column("contact_name", sa.String(length=120), nullable=False),
            sa.Column("contact", sa.String(length=254), nullable=False),
            sa.Column("recorded_by_id", sa.Integer(), nullable=True),
            sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("merged_into_id", sa.Integer(), nullable=True),
            sa.Column("search_text", sa.Text(), nullable=False),
        ],
        checks={
            "ck_contribution_channel": "channel IN ('meeting', 'slip', 'call', 'sms', 'web', 'helper')",
            "ck_contribution_merged_into_another": "merged_into_id IS NULL OR merged_into_id <> id",
            "ck_contribution_moderation": "moderation IN ('waiting', 'published', 'set_aside')",
            "ck_contribution_reply_way": "reply_way IN ('none', 'message', 'meeting', 'poster')",
            "ck_contribution_set_aside_says_why": "moderation <> 'set_aside' OR set_aside_reason <> ''",
            "ck_contribution_somebody_to_write_to": "reply_way <> 'message' OR author_id IS NOT NULL OR contact <> '' OR moderation = 'set_aside'",
            "ck_contribution_visibility": "visibility IN ('public', 'private')",
            "ck_contribution_voice_theme": "theme IN ('housing', 'public_space', 'cleanliness', 'safety', 'transport', 'school_youth', 'work', 'care', 'culture_sport', 'renewal', 'other')",
        },
        keys={"author_id": "person", "merged_into_id": "contribution", "recorded_by_id": "person"},
        indexes=[
            Index("ix_contribution_author_id", ["author_id"]),
            Index("ix_contribution_merged_into_id", ["merged_into_id"]),
            Index("ix_contribution_shown", ["moderation", "visibility", "id"]),
        ],
    ),
    "dialogue_space": Change(
        columns=[
            sa.Column("inventory_id", sa.Integer(), nullable=True),
            sa.Column("kind_words", sa.String(length=60), nullable=False),
            sa.Column("origin", sa.String(length=40), nullable=False),
            sa.Column("city_posture", sa.String(length=40), nullable=False),
            sa.Column("animation_frame", sa.Text(), nullable=False),
            sa.Column("charter", sa.Text(), nullable=False),
            sa.Column("target_gap_days", sa.Integer(), nullable=False),
            sa.Column("status", sa.String(length=40), nullable=False),
            sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        ],
        checks={
            "ck_dialogue_space_city_posture": "city_posture IN ('leads', 'co_leads', 'supports', 'absent')",
            "ck_dialogue_space_rhythm_within_a_year": "target_gap_days BETWEEN 7 AND 366",
            "ck_dialogue_space_space_kind": "kind IN ('citizen_council', 'neighbourhood_table', 'social_centre', 'walk_audit', 'project_house', 'residents_group', 'doorstep', 'local_coordination', 'other')",
            "ck_dialogue_space_space_origin": "origin IN ('existing', 'new')",
            "ck_dialogue_space_space_status": "status IN ('active', 'paused', 'ended')",
        },
        gone={
            "ck_dialogue_space_space_kind": "kind IN ('citizen_council', 'neighbourhood_table', 'social_centre', 'walk_audit', 'project_house', 'other')",
        },
        keys={"inventory_id": "mode_inventory"},
        indexes=[
            Index("ix_dialogue_space_inventory_id", ["inventory_id"]),
        ],
    ),
    "meeting": Change(
        columns=[
            sa.Column("start_time", sa.Time(), nullable=True),
            sa.Column("end_time", sa.Time(), nullable=True),
            sa.Column("has_childcare", sa.Boolean(), nullable=False),
            sa.Column("has_food", sa.Boolean(), nullable=False),
            sa.Column("is_step_free", sa.Boolean(), nullable=False),
            sa.Column("languages", sa.String(length=120), nullable=False),
            sa.Column("practical_note", sa.String(length=300), nullable=False),
            sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("minutes", sa.Text(), nullable=False),
            sa.Column("minutes_plain", sa.Text(), nullable=False),
            sa.Column("names_checked_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("minutes_published_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("public_at", sa.DateTime(timezone=True), nullable=True),
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
            "ck_meeting_announced_is_public": "state NOT IN ('announced', 'reminded', 'open', 'closed', 'minutes_published', 'followed_up', 'evaluated') OR public_at IS NOT NULL",
            "ck_meeting_ends_after_start": "start_time IS NULL OR end_time IS NULL OR start_time < end_time",
            "ck_meeting_published_in_plain_words": "state NOT IN ('minutes_published', 'followed_up', 'evaluated') OR (minutes_published_at IS NOT NULL AND minutes_plain <> '')",
        },
        indexes=[
            Index("ix_meeting_day", ["held_on"]),
            Index("ix_meeting_due", ["is_open", "due_at", "id"]),
            Index("ix_meeting_space_day", ["space_id", "held_on"]),
        ],
    ),
    "message": Change(
        columns=[
            sa.Column("addressee", sa.String(length=120), nullable=False),
        ],
        checks={
            "ck_message_only_a_code_goes_to_nobody_known": "person_id IS NOT NULL OR is_secret OR addressee <> ''",
        },
        gone={
            "ck_message_only_a_code_goes_to_nobody_known": "person_id IS NOT NULL OR is_secret",
        },
    ),
    "person": Change(
        columns=[
            sa.Column("wants_weekly_note", sa.Boolean(), nullable=False),
            sa.Column("last_seen_on", sa.Date(), nullable=True),
            sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        ],
        checks={
            "ck_person_erased_for_good": "erased_at IS NULL OR (email IS NULL AND phone IS NULL AND address = '' AND password_hash IS NULL AND neighbourhood_id IS NULL)",
        },
    ),
    "project": Change(
        columns=[
            sa.Column("report_days", sa.Integer(), nullable=False),
            sa.Column("refund_days", sa.Integer(), nullable=False),
            sa.Column("above_cap_reason", sa.Text(), nullable=False),
            sa.Column("exclusions_denied", sa.Boolean(), nullable=False),
            sa.Column("exclusions_checked_by_id", sa.Integer(), nullable=True),
        ],
        keys={"exclusions_checked_by_id": "person"},
    ),
    "role_assignment": Change(
        checks={
            "ck_role_assignment_scope": "scope IN ('metro', 'commune', 'neighbourhood', 'fund', 'organisation')",
        },
        gone={
            "ck_role_assignment_scope": "scope IN ('metro', 'commune', 'neighbourhood', 'fund')",
        },
    ),
}

MEETING = sa.table(
    "meeting",
    sa.column("id", sa.Integer),
    sa.column("held_on", sa.Date),
    *(sa.column(name, sa.String) for name in ("workflow_key", "state", "stage", "journal_head")),
    *(sa.column(name, sa.Integer) for name in ("workflow_version", "step_count")),
    *(sa.column(name, UtcDateTime)
      for name in ("entered_at", "due_at", "last_activity_at", "counted_at", "public_at")),
    sa.column("is_open", sa.Boolean),
)  # fmt: skip
CONTRIBUTION = sa.table(
    "contribution",
    sa.column("id", sa.Integer),
    sa.column("said_on", sa.Date),
    sa.column("text", sa.Text),
    sa.column("search_text", sa.Text),
    sa.column("recorded_at", UtcDateTime),
)
VOICES = SearchIndex("contribution")

FILLED = (
    (
        "UPDATE contribution SET channel = CASE WHEN meeting_id IS NULL THEN 'helper' ELSE 'meeting' END,"
        " visibility = 'public', moderation = 'published', set_aside_reason = '', reply_way = 'none',"
        " contact_name = '', contact = ''"
    ),
    (
        "UPDATE dialogue_space SET kind_words = '', origin = 'existing', city_posture = 'supports', animation_frame = '',"
        " charter = '', target_gap_days = 60, status = 'active'"
    ),
    (
        "UPDATE meeting SET has_childcare = false, has_food = false, is_step_free = false, languages = '',"
        " practical_note = '', minutes = '', minutes_plain = ''"
    ),
    "UPDATE message SET addressee = ''",
    "UPDATE person SET wants_weekly_note = true",
    "UPDATE project SET report_days = 45, refund_days = 30, above_cap_reason = '', exclusions_denied = false",
)
FOLDED = (
    "UPDATE dialogue_space SET kind = 'other' WHERE kind IN ('residents_group', 'doorstep', 'local_coordination')",
    "DELETE FROM role_assignment WHERE scope = 'organisation'",
    "UPDATE convocation SET message_id = NULL",
    "UPDATE contact_notice SET message_id = NULL",
    "UPDATE report_back SET message_id = NULL",
    "DELETE FROM message WHERE person_id IS NULL AND NOT is_secret",
    (
        "CREATE TABLE unheld_meeting AS SELECT id FROM meeting"
        " WHERE state NOT IN ('open', 'closed', 'minutes_published', 'followed_up', 'evaluated')"
    ),
)


def upgrade() -> None:
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    _run(SQLITE_DROP if is_sqlite else ())
    _free_what_watches_projects(connection)
    for table, change in CHANGES.items():
        widen(table, change)
    for statement in FILLED:
        op.execute(statement)
    for meeting in connection.execute(sa.select(MEETING).order_by(MEETING.c.id)).all():
        _enter(connection, meeting)
    for said in connection.execute(sa.select(CONTRIBUTION).order_by(CONTRIBUTION.c.id)).all():
        values = {"search_text": " ".join(stems(said.text)), "recorded_at": _evening(said.said_on)}
        connection.execute(sa.update(CONTRIBUTION).where(CONTRIBUTION.c.id == said.id).values(**values))
    for table, change in CHANGES.items():
        tighten(table, change)
    _watch_projects_again(connection)
    _run((*SQLITE_DDL, *VOICES.sqlite_ddl) if is_sqlite else VOICES.postgres_ddl)


def downgrade() -> None:
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    _run((*SQLITE_DROP, *VOICES.sqlite_drop) if is_sqlite else VOICES.postgres_drop)
    _free_what_watches_projects(connection)
    for statement in FOLDED:
        op.execute(statement)
    for kind in ("meeting", "question", "training"):
        forget_history(kind)
    for table, change in reversed(CHANGES.items()):
        narrow(table, change)
    _watch_projects_again(connection)
    _run(SQLITE_DDL if is_sqlite else ())


def _free_what_watches_projects(connection: sa.Connection) -> None:
    """Drop the triggers of other tables that read projects: SQLite cannot make the table anew under them."""
    unseal(connection)
    release_payments(connection)


def _watch_projects_again(connection: sa.Connection) -> None:
    seal(connection)
    guard_payments(connection)


def _enter(connection: sa.Connection, meeting: sa.Row) -> None:
    """Close a meeting that was held; its minutes are awaited from today on."""
    at = _evening(meeting.held_on)
    held = begun("meeting", meeting.id, "closed", at) | {
        "stage": "follow_up",
        "is_open": True,
        "due_at": end_of(clock.now().astimezone(PARIS).date() + timedelta(days=10)),
        "counted_at": at,
        "public_at": at,
    }
    connection.execute(sa.update(MEETING).where(MEETING.c.id == meeting.id).values(**held))


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(20), PARIS).astimezone(UTC)


def _run(statements: tuple[str, ...]) -> None:
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)
