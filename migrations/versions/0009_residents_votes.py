"""Residents' votes: editions, the projects proposed in them, the roll, ballots, papers and results.

Going up, nothing is converted: no vote was held with this application before.

Going down, editions still in preparation are forgotten, and a draft meant for one becomes a draft for a fund.
A vote whose rules were frozen, or a project sent to the participatory budget, stops the way down: revision 0008 has no
place for them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.append_only import protect
from app.ballots.models.freezing import freeze, keep_rows
from app.reshaping import forget_history

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ONCE_FROZEN = {
    "edition": (
        "OLD.frozen_at IS NOT NULL",
        ("title", "commune_id", "envelope_cents", "ballot_kind", "min_choices", "max_choices", "points", "grades",
         "min_age", "voters", "rule_name", "rule_settings", "tie_seed", "tie_commitment", "opens_at", "closes_at",
         "frozen_at", "frozen_text", "frozen_digest"),
    ),
    "candidacy": (
        "(SELECT frozen_at FROM edition WHERE edition.id = OLD.edition_id) IS NOT NULL",
        ("edition_id", "project_id", "eligibility", "cost_cents", "rivals", "on_ballot"),
    ),
    "vote_count": (
        "TRUE",
        ("edition_id", "version", "reason", "withdrawn", "ballots", "turnout", "outcome", "digest", "counted_by_id",
         "counted_at"),
    ),
}  # fmt: skip
"""From when on each table keeps which columns as they are."""

KEPT = "candidacy"
WRITTEN_ONCE = ("candidacy_withdrawal", "paper_ballot", "paper_run", "paper_scan")

SENT = (
    "SELECT COUNT(*) FROM project WHERE workflow_key = 'budget-project'"
    " AND (published_at IS NOT NULL OR state NOT IN ('draft', 'withdrawn', 'lapsed'))"
)
FOLDED = "UPDATE project SET workflow_key = 'micro-grant', workflow_version = 2 WHERE workflow_key = 'budget-project'"

TABLES = (
    "edition",
    "edition_sector",
    "candidacy",
    "candidacy_withdrawal",
    "eligibility_review",
    "voter",
    "voting_code",
    "kiosk",
    "ballot_box",
    "ballot_checkpoint",
    "cast_ballot",
    "draft_ballot",
    "final_ballot",
    "public_receipt",
    "paper_run",
    "paper_voter",
    "paper_batch",
    "paper_keying",
    "paper_settlement",
    "paper_scan",
    "paper_ballot",
    "vote_count",
)
"""The new tables, each after those that it points to."""


def upgrade() -> None:
    connection = op.get_bind()
    _make_tables()
    for table in WRITTEN_ONCE:
        protect(connection, table)
    for table, (when, columns) in ONCE_FROZEN.items():
        freeze(connection, table, when, columns)
    keep_rows(connection, KEPT, ONCE_FROZEN[KEPT][0])


def downgrade() -> None:
    _refuse_what_has_no_place()
    op.execute(FOLDED)
    forget_history("edition")
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in (*(f"{table}_frozen" for table in ONCE_FROZEN), f"{KEPT}_kept", f"{KEPT}_complete"):
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _refuse_what_has_no_place() -> None:
    connection = op.get_bind()
    votes = connection.scalar(sa.text("SELECT COUNT(*) FROM edition WHERE frozen_at IS NOT NULL"))
    sent = connection.scalar(sa.text(SENT))
    if votes or sent:
        raise RuntimeError(f"revision 0008 has no place for {votes} votes of residents, {sent} projects sent to them")


def _make_tables() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("envelope_cents", sa.BigInteger(), nullable=False),
        sa.Column("ceiling_cents", sa.BigInteger(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("ideas_open_on", sa.Date(), nullable=True),
        sa.Column("ideas_until", sa.Date(), nullable=True),
        sa.Column("eligibility_until", sa.Date(), nullable=True),
        sa.Column("coconstruction_until", sa.Date(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deliberation_until", sa.Date(), nullable=True),
        sa.Column("delivery_until", sa.Date(), nullable=True),
        sa.Column(
            "ballot_kind",
            sa.Enum(
                "approval",
                "choose_one",
                "points",
                "ranking",
                "grades",
                name="ballot_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("min_choices", sa.Integer(), nullable=False),
        sa.Column("max_choices", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("voters", sa.JSON(), nullable=False),
        sa.Column("preset", sa.String(length=40), nullable=False),
        sa.Column("rule_name", sa.String(length=40), nullable=False),
        sa.Column("rule_settings", sa.JSON(), nullable=False),
        sa.Column("simulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tie_seed", sa.String(length=64), nullable=False),
        sa.Column("tie_commitment", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_text", sa.Text(), nullable=False),
        sa.Column("frozen_digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recounted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("council_on", sa.Date(), nullable=True),
        sa.Column("council_reference", sa.String(length=80), nullable=False),
        sa.Column("council_sha256", sa.String(length=64), nullable=False),
        sa.Column("council_document", sa.String(length=160), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
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
        sa.CheckConstraint(
            "frozen_at IS NULL OR (frozen_text <> '' AND length(frozen_digest) = 64 AND opens_at IS NOT NULL AND closes_at IS NOT NULL)",
            name=op.f("ck_edition_frozen_whole"),
        ),
        sa.CheckConstraint(
            "state IN ('design', 'ideas', 'eligibility', 'coconstruction', 'list_locked', 'cancelled') OR frozen_at IS NOT NULL",
            name=op.f("ck_edition_no_vote_unfrozen"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('deliberation', 'delivery', 'evaluation', 'closed') OR published_at IS NOT NULL",
            name=op.f("ck_edition_no_deliberation_without_result"),
        ),
        sa.CheckConstraint("counted_at IS NULL OR sealed_at IS NOT NULL", name=op.f("ck_edition_no_count_before_seal")),
        sa.CheckConstraint("envelope_cents > 0", name=op.f("ck_edition_envelope_positive")),
        sa.CheckConstraint("min_age BETWEEN 0 AND 18", name=op.f("ck_edition_age")),
        sa.CheckConstraint(
            "min_choices >= 0 AND max_choices >= min_choices AND max_choices >= 1", name=op.f("ck_edition_choices")
        ),
        sa.CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name=op.f("ck_edition_opens_before_close")
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR recounted_at IS NOT NULL", name=op.f("ck_edition_no_result_without_recount")
        ),
        sa.CheckConstraint(
            "recounted_at IS NULL OR counted_at IS NOT NULL", name=op.f("ck_edition_no_recount_without_count")
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_edition_commune_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_edition_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.create_index(op.f("ix_edition_commune_id"), "edition", ["commune_id"], unique=False)

    op.create_table(
        "edition_sector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_sector_edition_id")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_edition_sector_neighbourhood_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_sector")),
        sa.UniqueConstraint(
            "edition_id", "neighbourhood_id", name=op.f("uq_edition_sector_edition_id_neighbourhood_id")
        ),
    )
    op.create_index(op.f("ix_edition_sector_edition_id"), "edition_sector", ["edition_id"], unique=False)
    op.create_index(op.f("ix_edition_sector_neighbourhood_id"), "edition_sector", ["neighbourhood_id"], unique=False)

    op.create_table(
        "candidacy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "eligibility",
            sa.Enum(
                "pending",
                "eligible",
                "refused",
                "grouped",
                name="eligibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("ask_again", sa.Text(), nullable=False),
        sa.Column("handed_to_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cost_cents", sa.BigInteger(), nullable=True),
        sa.Column("cost_note", sa.Text(), nullable=False),
        sa.Column("rivals", sa.String(length=60), nullable=False),
        sa.Column("grouped_into_id", sa.Integer(), nullable=True),
        sa.Column("on_ballot", sa.Boolean(), nullable=False),
        sa.Column("is_winner", sa.Boolean(), nullable=True),
        sa.Column("awarded_cents", sa.BigInteger(), nullable=True),
        sa.Column("council_refusal", sa.Text(), nullable=False),
        sa.Column("spent_cents", sa.BigInteger(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "NOT on_ballot OR (eligibility = 'eligible' AND cost_cents IS NOT NULL)", name=op.f("ck_candidacy_ballot")
        ),
        sa.CheckConstraint(
            "eligibility <> 'grouped' OR grouped_into_id IS NOT NULL", name=op.f("ck_candidacy_grouped_somewhere")
        ),
        sa.CheckConstraint("eligibility <> 'refused' OR refusal <> ''", name=op.f("ck_candidacy_refusal_explained")),
        sa.CheckConstraint("cost_cents IS NULL OR cost_cents > 0", name=op.f("ck_candidacy_cost_positive")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_candidacy_decided_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_candidacy_edition_id")),
        sa.ForeignKeyConstraint(["grouped_into_id"], ["candidacy.id"], name=op.f("fk_candidacy_grouped_into_id")),
        sa.ForeignKeyConstraint(["handed_to_id"], ["organisation.id"], name=op.f("fk_candidacy_handed_to_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_candidacy_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
        sa.UniqueConstraint("project_id", name=op.f("uq_candidacy_project_id")),
    )
    op.create_index(op.f("ix_candidacy_edition_id"), "candidacy", ["edition_id"], unique=False)

    op.create_table(
        "candidacy_withdrawal",
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_candidacy_withdrawal_reasoned")),
        sa.ForeignKeyConstraint(["candidacy_id"], ["candidacy.id"], name=op.f("fk_candidacy_withdrawal_candidacy_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_candidacy_withdrawal_signed_by_id")),
        sa.PrimaryKeyConstraint("candidacy_id", name=op.f("pk_candidacy_withdrawal")),
    )

    op.create_table(
        "eligibility_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidacy_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=60), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("is_met OR reason <> ''", name=op.f("ck_eligibility_review_unmet_explained")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_eligibility_review_by_id")),
        sa.ForeignKeyConstraint(["candidacy_id"], ["candidacy.id"], name=op.f("fk_eligibility_review_candidacy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_review")),
        sa.UniqueConstraint("candidacy_id", "criterion", name=op.f("uq_eligibility_review_candidacy_id_criterion")),
    )
    op.create_index(op.f("ix_eligibility_review_candidacy_id"), "eligibility_review", ["candidacy_id"], unique=False)

    op.create_table(
        "voter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "list", "code", "vouched", name="voter_source", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=True),
        sa.Column("contact", sa.String(length=64), nullable=True),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=True),
        sa.Column("vouched_by_id", sa.Integer(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("voted_on", sa.Date(), nullable=True),
        sa.Column(
            "voted_channel",
            sa.Enum("online", "kiosk", "paper", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.CheckConstraint("cancelled_on IS NULL OR cancel_reason <> ''", name=op.f("ck_voter_cancelled_with_reason")),
        sa.CheckConstraint(
            "source <> 'vouched' OR vouched_by_id IS NOT NULL", name=op.f("ck_voter_vouched_by_somebody")
        ),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_voter_cancelled_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_voter_edition_id")),
        sa.ForeignKeyConstraint(["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_voter_neighbourhood_id")),
        sa.ForeignKeyConstraint(["vouched_by_id"], ["person.id"], name=op.f("fk_voter_vouched_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voter")),
        sa.UniqueConstraint("edition_id", "contact", name=op.f("uq_voter_edition_id_contact")),
        sa.UniqueConstraint("edition_id", "identity", name=op.f("uq_voter_edition_id_identity")),
    )
    op.create_index(op.f("ix_voter_edition_id"), "voter", ["edition_id"], unique=False)
    op.create_index(op.f("ix_voter_neighbourhood_id"), "voter", ["neighbourhood_id"], unique=False)

    op.create_table(
        "voting_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "cancelled_on IS NULL OR cancel_reason <> ''", name=op.f("ck_voting_code_cancelled_with_reason")
        ),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_voting_code_cancelled_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_voting_code_edition_id")),
        sa.ForeignKeyConstraint(["printed_by_id"], ["person.id"], name=op.f("fk_voting_code_printed_by_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["voter.id"], name=op.f("fk_voting_code_voter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_code")),
        sa.UniqueConstraint("edition_id", "digest", name=op.f("uq_voting_code_edition_id_digest")),
        sa.UniqueConstraint("edition_id", "serial", name=op.f("uq_voting_code_edition_id_serial")),
    )
    op.create_index(op.f("ix_voting_code_edition_id"), "voting_code", ["edition_id"], unique=False)
    op.create_index(op.f("ix_voting_code_voter_id"), "voting_code", ["voter_id"], unique=False)
    op.create_index(
        "uq_voting_code_in_force",
        "voting_code",
        ["voter_id"],
        unique=True,
        postgresql_where=sa.text("cancelled_on IS NULL"),
        sqlite_where=sa.text("cancelled_on IS NULL"),
    )

    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_kiosk_edition_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_kiosk_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
    )
    op.create_index(op.f("ix_kiosk_edition_id"), "kiosk", ["edition_id"], unique=False)

    op.create_table(
        "ballot_box",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("log", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "destroyed_at IS NULL OR emptied_at IS NOT NULL", name=op.f("ck_ballot_box_emptied_before_the_key_goes")
        ),
        sa.CheckConstraint("emptied_at IS NULL OR second_id IS NOT NULL", name=op.f("ck_ballot_box_emptied_by_two")),
        sa.CheckConstraint(
            "second_id IS NULL OR (first_id IS NOT NULL AND second_id <> first_id)",
            name=op.f("ck_ballot_box_two_persons"),
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_ballot_box_edition_id")),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name=op.f("fk_ballot_box_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_ballot_box_second_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_ballot_box")),
    )

    op.create_table(
        "ballot_checkpoint",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_ballot_checkpoint_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "taken_on", "is_final", name=op.f("pk_ballot_checkpoint")),
    )

    op.create_table(
        "cast_ballot",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.LargeBinary(length=32), nullable=False),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("online", "kiosk", "paper", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("receipt", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_cast_ballot_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "pseudonym", name=op.f("pk_cast_ballot")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "draft_ballot",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.LargeBinary(length=32), nullable=False),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_draft_ballot_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "pseudonym", name=op.f("pk_draft_ballot")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "final_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("online", "kiosk", "paper", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_final_ballot_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_ballot")),
    )
    op.create_index(op.f("ix_final_ballot_edition_id"), "final_ballot", ["edition_id"], unique=False)

    op.create_table(
        "public_receipt",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_public_receipt_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "code", name=op.f("pk_public_receipt")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "paper_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("first_serial", sa.Integer(), nullable=False),
        sa.Column("last_serial", sa.Integer(), nullable=False),
        sa.Column("is_large", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_serial >= 1 AND last_serial >= first_serial", name=op.f("ck_paper_run_serials")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_paper_run_edition_id")),
        sa.ForeignKeyConstraint(["printed_by_id"], ["person.id"], name=op.f("fk_paper_run_printed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_run")),
        sa.UniqueConstraint("edition_id", "first_serial", name=op.f("uq_paper_run_edition_id_first_serial")),
    )
    op.create_index(op.f("ix_paper_run_edition_id"), "paper_run", ["edition_id"], unique=False)

    op.create_table(
        "paper_voter",
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "cancelled_on IS NULL OR cancel_reason <> ''", name=op.f("ck_paper_voter_cancelled_with_reason")
        ),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_paper_voter_cancelled_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_paper_voter_edition_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_paper_voter_noted_by_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["voter.id"], name=op.f("fk_paper_voter_voter_id")),
        sa.PrimaryKeyConstraint("voter_id", name=op.f("pk_paper_voter")),
    )
    op.create_index(op.f("ix_paper_voter_edition_id"), "paper_voter", ["edition_id"], unique=False)

    op.create_table(
        "paper_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("in_urn", sa.Integer(), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_keyer_id", sa.Integer(), nullable=True),
        sa.Column("first_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_keyer_id", sa.Integer(), nullable=True),
        sa.Column("second_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_by_id", sa.Integer(), nullable=True),
        sa.Column("reason_confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "reason_confirmed_by_id IS NULL OR (reason <> '' AND reason_confirmed_by_id <> reason_by_id)",
            name=op.f("ck_paper_batch_reason_by_two"),
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR (first_done_at IS NOT NULL AND second_done_at IS NOT NULL AND keyed IS NOT NULL)",
            name=op.f("ck_paper_batch_accepted_once_keyed_twice"),
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR (in_urn = signatures AND in_urn = keyed) OR reason_confirmed_by_id IS NOT NULL",
            name=op.f("ck_paper_batch_accepted_once_explained"),
        ),
        sa.CheckConstraint("in_urn >= 0 AND signatures >= 0", name=op.f("ck_paper_batch_counts")),
        sa.CheckConstraint(
            "second_keyer_id IS NULL OR second_keyer_id <> first_keyer_id", name=op.f("ck_paper_batch_two_keyers")
        ),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["person.id"], name=op.f("fk_paper_batch_accepted_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_paper_batch_edition_id")),
        sa.ForeignKeyConstraint(["first_keyer_id"], ["person.id"], name=op.f("fk_paper_batch_first_keyer_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_paper_batch_opened_by_id")),
        sa.ForeignKeyConstraint(["reason_by_id"], ["person.id"], name=op.f("fk_paper_batch_reason_by_id")),
        sa.ForeignKeyConstraint(
            ["reason_confirmed_by_id"], ["person.id"], name=op.f("fk_paper_batch_reason_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["second_keyer_id"], ["person.id"], name=op.f("fk_paper_batch_second_keyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batch")),
        sa.UniqueConstraint("edition_id", "place", name=op.f("uq_paper_batch_edition_id_place")),
    )
    op.create_index(op.f("ix_paper_batch_edition_id"), "paper_batch", ["edition_id"], unique=False)

    op.create_table(
        "paper_keying",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "valid", "blank", "spoiled", name="paper_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("turn IN (1, 2)", name=op.f("ck_paper_keying_turn")),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batch.id"], name=op.f("fk_paper_keying_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_keying")),
        sa.UniqueConstraint("batch_id", "turn", "serial", name=op.f("uq_paper_keying_batch_id_turn_serial")),
    )
    op.create_index(op.f("ix_paper_keying_batch_id"), "paper_keying", ["batch_id"], unique=False)

    op.create_table(
        "paper_settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("is_absent", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "valid", "blank", "spoiled", name="paper_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id", name=op.f("ck_paper_settlement_two_names")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batch.id"], name=op.f("fk_paper_settlement_batch_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_paper_settlement_confirmed_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_paper_settlement_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_settlement")),
        sa.UniqueConstraint("batch_id", "serial", name=op.f("uq_paper_settlement_batch_id_serial")),
    )
    op.create_index(op.f("ix_paper_settlement_batch_id"), "paper_settlement", ["batch_id"], unique=False)

    op.create_table(
        "paper_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batch.id"], name=op.f("fk_paper_scan_batch_id")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["person.id"], name=op.f("fk_paper_scan_kept_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_scan")),
    )
    op.create_index(op.f("ix_paper_scan_batch_id"), "paper_scan", ["batch_id"], unique=False)

    op.create_table(
        "paper_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "valid", "blank", "spoiled", name="paper_kind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("choices", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batch.id"], name=op.f("fk_paper_ballot_batch_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_paper_ballot_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_ballot")),
        sa.UniqueConstraint("edition_id", "serial", name=op.f("uq_paper_ballot_edition_id_serial")),
    )
    op.create_index(op.f("ix_paper_ballot_batch_id"), "paper_ballot", ["batch_id"], unique=False)
    op.create_index(op.f("ix_paper_ballot_edition_id"), "paper_ballot", ["edition_id"], unique=False)

    op.create_table(
        "vote_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.JSON(), nullable=False),
        sa.Column("ballots", sa.JSON(), nullable=False),
        sa.Column("turnout", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("counted_by_id", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recounted_by_id", sa.Integer(), nullable=True),
        sa.Column("recounted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recount_digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint("version = 1 OR reason <> ''", name=op.f("ck_vote_count_new_version_explained")),
        sa.CheckConstraint(
            "recount_digest IS NULL OR recount_digest = digest", name=op.f("ck_vote_count_recounted_alike")
        ),
        sa.CheckConstraint(
            "recounted_by_id IS NULL OR recounted_by_id <> counted_by_id", name=op.f("ck_vote_count_counted_by_two")
        ),
        sa.ForeignKeyConstraint(["counted_by_id"], ["person.id"], name=op.f("fk_vote_count_counted_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_vote_count_edition_id")),
        sa.ForeignKeyConstraint(["recounted_by_id"], ["person.id"], name=op.f("fk_vote_count_recounted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_count")),
        sa.UniqueConstraint("edition_id", "version", name=op.f("uq_vote_count_edition_id_version")),
    )
    op.create_index(op.f("ix_vote_count_edition_id"), "vote_count", ["edition_id"], unique=False)
