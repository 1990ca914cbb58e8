"""What votes and evaluations were found to lack: projects that stand again, a roll put right, verdicts on paper.

Going up, the projects sent to a vote were sent when they joined it; each name of a roll is written as searches compare
it, and why somebody was struck off is noted under its own day. Sheets with a code that exist wait for nobody. What was
not asked before stays unsaid; levels are compared with what they rest on in the night that follows.

Going down, all of this is forgotten, even that a scan was destroyed. What stops the way down: a project that stood in
two editions, and sheets that wait for a second person, which would open the vote at once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.append_only import protect, unprotect
from app.ballots.models.freezing import freeze, keep_each, keep_rows
from app.funds.payment_seal import guard_payments, release_payments
from app.plain import plain
from app.reshaping import Change, Index, narrow, tighten, widen

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHANGES = {
    "candidacy": Change(
        columns=[
            sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        ],
        indexes=[
            Index("ix_candidacy_project_id", ["project_id"]),
            Index("ix_candidacy_present", ["project_id"], where="left_at IS NULL"),
        ],
    ),
    "paper_batch": Change(
        columns=[
            sa.Column("noted", sa.Integer(), nullable=True),
        ],
        checks={
            "ck_paper_batch_register_explained": (
                "accepted_at IS NULL OR noted IS NULL OR noted = signatures OR reason_confirmed_by_id IS NOT NULL"
            ),
        },
    ),
    "paper_scan": Change(
        columns=[
            sa.Column("erased_on", sa.Date(), nullable=True),
        ],
        checks={
            "ck_paper_scan_erased_wholly": "erased_on IS NULL OR (sha256 = '' AND name = '')",
        },
    ),
    "voter": Change(
        columns=[
            sa.Column("plain_name", sa.String(length=260), nullable=False),
        ],
    ),
    "voting_code": Change(
        columns=[
            sa.Column("awaits_release", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("released_on", sa.Date(), nullable=True),
            sa.Column("released_by_id", sa.Integer(), nullable=True),
        ],
        checks={
            "ck_voting_code_released_by_another": "released_by_id <> printed_by_id",
            "ck_voting_code_released_or_waiting": "NOT awaits_release OR released_on IS NULL",
        },
        keys={"released_by_id": "person"},
    ),
    "verdict": Change(
        columns=[
            sa.Column("present_count", sa.Integer(), nullable=True),
            sa.Column("pen_id", sa.Integer(), nullable=True),
            sa.Column("keyed_by_id", sa.Integer(), nullable=True),
        ],
        checks={
            "ck_verdict_present_of_panel": "present_count IS NULL OR present_count BETWEEN 1 AND panel_size",
            "ck_verdict_keyed_sheet_has_its_pen": "keyed_by_id IS NULL OR pen_id IS NOT NULL",
        },
        keys={"pen_id": "panel_member", "keyed_by_id": "person"},
        indexes=[
            Index("ix_verdict_pen_id", ["pen_id"]),
        ],
    ),
    "observed_level": Change(
        columns=[
            sa.Column("facts_digest", sa.String(length=64), nullable=False),
            sa.Column("checked_on", sa.Date(), nullable=True),
        ],
        indexes=[
            Index("ix_observed_level_checked", ["stage", "checked_on"]),
        ],
    ),
    "expense": Change(
        columns=[
            sa.Column("budget_line_id", sa.Integer(), nullable=True),
        ],
        keys={"budget_line_id": "budget_line"},
        outlived=["budget_line_id"],
        indexes=[
            Index("ix_expense_budget_line_id", ["budget_line_id"]),
        ],
    ),
}

SENT = (
    "UPDATE candidacy SET sent_at = added_at"
    " WHERE project_id IN (SELECT id FROM project WHERE published_at IS NOT NULL)"
)
FILLED = (
    SENT,
    "UPDATE voter SET plain_name = ''",
    "UPDATE observed_level SET facts_digest = ''",
)

NOTED = (
    "INSERT INTO roll_note (edition_id, voter_id, kind, reason, by_id, noted_on)"
    " SELECT edition_id, id, 'struck', cancel_reason, cancelled_by_id, cancelled_on"
    " FROM voter WHERE cancelled_on IS NOT NULL ORDER BY id"
)
"""Why somebody was struck off, before such notes were kept."""

STOOD_TWICE = "SELECT COUNT(*) FROM candidacy WHERE left_at IS NOT NULL"
WAITING = (
    "SELECT COUNT(*) FROM voting_code"
    " JOIN voter ON voter.id = voting_code.voter_id JOIN edition ON edition.id = voting_code.edition_id"
    " WHERE voting_code.awaits_release AND voting_code.cancelled_on IS NULL"
    " AND voter.cancelled_on IS NULL AND edition.sealed_at IS NULL"
)

ONCE_FROZEN = "(SELECT frozen_at FROM edition WHERE edition.id = OLD.edition_id) IS NOT NULL"
STANDING = ("edition_id", "project_id", "eligibility", "cost_cents", "rivals", "on_ballot")
SCANNED = ("batch_id", "sha256", "name", "media_type", "size", "kept_by_id", "kept_at", "erased_on")


def upgrade() -> None:
    connection = op.get_bind()
    _let_go("candidacy_frozen", "candidacy_kept", "candidacy_complete")
    unprotect(connection, "paper_scan")
    release_payments(connection)
    with op.batch_alter_table("candidacy") as batch:
        batch.drop_constraint(op.f("uq_candidacy_project_id"), type_="unique")
    for table, change in CHANGES.items():
        widen(table, change)
    for statement in FILLED:
        op.execute(statement)
    _write_names_plainly()
    for table, change in CHANGES.items():
        tighten(table, change)
    freeze(connection, "candidacy", ONCE_FROZEN, STANDING)
    keep_rows(connection, "candidacy", ONCE_FROZEN)
    freeze(connection, "paper_scan", "NEW.erased_on IS NULL", SCANNED)
    keep_each(connection, "paper_scan")
    guard_payments(connection)
    _make_notes()
    op.execute(NOTED)


def downgrade() -> None:
    _refuse_what_has_no_place()
    connection = op.get_bind()
    op.drop_table("roll_note")
    _let_go("candidacy_frozen", "candidacy_kept", "candidacy_complete", "paper_scan_frozen", "paper_scan_kept")
    release_payments(connection)
    op.execute("DELETE FROM paper_scan WHERE erased_on IS NOT NULL")
    for table, change in reversed(CHANGES.items()):
        narrow(table, change)
    with op.batch_alter_table("candidacy") as batch:
        batch.create_unique_constraint(op.f("uq_candidacy_project_id"), ["project_id"])
    freeze(connection, "candidacy", ONCE_FROZEN, STANDING)
    keep_rows(connection, "candidacy", ONCE_FROZEN)
    protect(connection, "paper_scan")
    guard_payments(connection)


def _refuse_what_has_no_place() -> None:
    connection = op.get_bind()
    twice, waiting = connection.scalar(sa.text(STOOD_TWICE)), connection.scalar(sa.text(WAITING))
    if twice or waiting:
        raise RuntimeError(
            f"revision 0009 has no place for {twice} projects that stood in an earlier edition,"
            f" {waiting} sheets that wait for a second person"
        )


def _let_go(*names: str) -> None:
    """Drop triggers that refuse changes, before SQLite loses those of the tables that it makes anew."""
    for name in names:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP FUNCTION {name}() CASCADE")


def _write_names_plainly() -> None:
    """Write each name of a roll without accents or capitals, after a space."""
    connection = op.get_bind()
    names = connection.execute(sa.text("SELECT id, name FROM voter WHERE name <> ''")).all()
    if names:
        connection.execute(
            sa.text("UPDATE voter SET plain_name = :plain WHERE id = :id"),
            [{"id": row.id, "plain": f" {plain(row.name)}"[:260]} for row in names],
        )


def _make_notes() -> None:
    op.create_table(
        "roll_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "struck",
                "put_back",
                "told_apart",
                name="roll_note_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'told_apart' OR other_id IS NOT NULL", name=op.f("ck_roll_note_told_apart_from_somebody")
        ),
        sa.CheckConstraint("seen_by_id <> by_id", name=op.f("ck_roll_note_seen_by_another")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_roll_note_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_roll_note_edition_id")),
        sa.ForeignKeyConstraint(["other_id"], ["voter.id"], name=op.f("fk_roll_note_other_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["person.id"], name=op.f("fk_roll_note_seen_by_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["voter.id"], name=op.f("fk_roll_note_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_note")),
    )
    op.create_index(op.f("ix_roll_note_edition_id"), "roll_note", ["edition_id"], unique=False)
    op.create_index(op.f("ix_roll_note_other_id"), "roll_note", ["other_id"], unique=False)
    op.create_index(op.f("ix_roll_note_voter_id"), "roll_note", ["voter_id"], unique=False)
