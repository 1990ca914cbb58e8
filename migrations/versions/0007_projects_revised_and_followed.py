"""Projects: their versions and what caused each change, what residents' words became, the works and what is said of them.

Going up, nothing is made up for the projects that exist: the first version of a file is kept by the application before
its first change, and what was not asked of residents stays unsaid. Each member of a team is a member like others; who
could unblock a blocked project was not kept.

Going down, all of this is forgotten. A project that joined another one stops the way down: revision 0006 has no such
state, and its history may not be rewritten.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.append_only import protect
from app.funds.payment_seal import guard_payments, release_payments
from app.funds.sealing import seal, unseal
from app.projects.search import SQLITE_DDL, SQLITE_DROP
from app.reshaping import Change, Index, narrow, tighten, widen

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CHANGES = {
    "project": Change(
        columns=[
            sa.Column("unblocker", sa.String(length=40), nullable=False),
            sa.Column("unblock_by_on", sa.Date(), nullable=True),
            sa.Column("unblock_reminded_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("merged_into_id", sa.Integer(), nullable=True),
        ],
        checks={
            "ck_project_merged_into_a_project": "state <> 'merged' OR merged_into_id IS NOT NULL",
            "ck_project_merged_into_another": "merged_into_id IS NULL OR merged_into_id <> id",
        },
        keys={"merged_into_id": "project"},
        indexes=[
            Index("ix_project_merged_into_id", ["merged_into_id"]),
        ],
    ),
    "involvement": Change(
        columns=[
            sa.Column("others_count", sa.Integer(), nullable=False),
            sa.Column("decided", sa.Text(), nullable=False),
            sa.Column("brought_from_id", sa.Integer(), nullable=True),
        ],
        keys={"brought_from_id": "project"},
        indexes=[
            Index("ix_involvement_brought_from_id", ["brought_from_id"]),
        ],
    ),
    "team_member": Change(
        columns=[
            sa.Column("part", sa.String(length=40), nullable=False),
        ],
        checks={
            "ck_team_member_team_part": "part IN ('member', 'money', 'communication', 'logistics')",
        },
    ),
}

FILLED = (
    "UPDATE project SET unblocker = ''",
    "UPDATE involvement SET others_count = 0, decided = ''",
    "UPDATE team_member SET part = 'member'",
)

WRITTEN_ONCE = (
    "contribution_outcome",
    "no_involvement",
    "project_change",
    "project_revision",
)

TABLES = (
    "project_revision",
    "hidden_revision",
    "project_change",
    "change_cause",
    "contribution_outcome",
    "outcome_reply",
    "outcome_telling",
    "merge_proposal",
    "merge_consent",
    "no_involvement",
    "checklist_line",
    "milestone",
    "delivery_voice",
    "delivery_waiver",
    "opinion",
    "comment",
    "comment_report",
    "thread_message",
    "thread_reader",
)
"""The new tables, each after those that it points to."""


def upgrade() -> None:
    _free_projects()
    for table, change in CHANGES.items():
        widen(table, change)
    for statement in FILLED:
        op.execute(statement)
    for table, change in CHANGES.items():
        tighten(table, change)
    _watch_projects_again()
    _make_tables()
    for table in WRITTEN_ONCE:
        protect(op.get_bind(), table)


def downgrade() -> None:
    _refuse_what_has_no_place()
    for table in reversed(TABLES):
        op.drop_table(table)
    _free_projects()
    for table, change in reversed(CHANGES.items()):
        narrow(table, change)
    _watch_projects_again()


def _refuse_what_has_no_place() -> None:
    merged = op.get_bind().scalar(sa.text("SELECT COUNT(*) FROM project WHERE state = 'merged'"))
    if merged:
        raise RuntimeError(f"revision 0006 has no place for {merged} projects that joined another one")


def _free_projects() -> None:
    """Drop the triggers that read projects: SQLite cannot make the table anew under them."""
    connection = op.get_bind()
    _run_on_sqlite(SQLITE_DROP)
    unseal(connection)
    release_payments(connection)


def _watch_projects_again() -> None:
    connection = op.get_bind()
    seal(connection)
    guard_payments(connection)
    _run_on_sqlite(SQLITE_DDL)


def _run_on_sqlite(statements: tuple[str, ...]) -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in statements:
            connection.exec_driver_sql(statement)


def _make_tables() -> None:
    op.create_table(
        "project_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_project_revision_number_from_one")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_project_revision_actor_id")),
        sa.ForeignKeyConstraint(["on_behalf_id"], ["person.id"], name=op.f("fk_project_revision_on_behalf_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_revision_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_revision")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_project_revision_project_id_number")),
    )

    op.create_table(
        "hidden_revision",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_hidden_revision_says_why")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_hidden_revision_by_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["project_revision.id"], name=op.f("fk_hidden_revision_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_hidden_revision")),
    )

    op.create_table(
        "project_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column(
            "field",
            sa.Enum(
                "objet",
                "lieu",
                "calendrier",
                "budget",
                "public",
                "modalites",
                "abandon",
                name="change_field",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("magnitude", sa.Integer(), nullable=False),
        sa.Column("amount_delta_cents", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "field = 'abandon' OR revision_id IS NOT NULL", name=op.f("ck_project_change_change_of_a_revision")
        ),
        sa.CheckConstraint("magnitude BETWEEN 1 AND 3", name=op.f("ck_project_change_magnitude_on_scale")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_project_change_actor_id")),
        sa.ForeignKeyConstraint(["on_behalf_id"], ["person.id"], name=op.f("fk_project_change_on_behalf_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_change_project_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["project_revision.id"], name=op.f("fk_project_change_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_change")),
        sa.UniqueConstraint("revision_id", "field", name=op.f("uq_project_change_revision_id_field")),
    )
    op.create_index("ix_project_change_at", "project_change", ["at"], unique=False)
    op.create_index(op.f("ix_project_change_project_id"), "project_change", ["project_id"], unique=False)

    op.create_table(
        "change_cause",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["project_change.id"], name=op.f("fk_change_cause_change_id")),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_change_cause_contribution_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_change_cause_named_by_id")),
        sa.PrimaryKeyConstraint("change_id", "contribution_id", name=op.f("pk_change_cause")),
    )
    op.create_index(op.f("ix_change_cause_contribution_id"), "change_cause", ["contribution_id"], unique=False)

    op.create_table(
        "contribution_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "adopted",
                "partly",
                "refused",
                "waiting",
                "passed_on",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason_code",
            sa.Enum(
                "too_expensive",
                "not_allowed",
                "not_ours",
                "not_feasible",
                "other_choice",
                "later",
                "already_done",
                "other",
                name="reason_code",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reason_text", sa.Text(), nullable=False),
        sa.Column("passed_to", sa.String(length=160), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'passed_on' OR passed_to <> ''", name=op.f("ck_contribution_outcome_passed_on_to_somebody")
        ),
        sa.CheckConstraint(
            "outcome <> 'refused' OR (reason_code IS NOT NULL AND reason_text <> '')",
            name=op.f("ck_contribution_outcome_refusal_says_why"),
        ),
        sa.CheckConstraint(
            "outcome = 'waiting' OR impact IS NOT NULL", name=op.f("ck_contribution_outcome_impact_once_decided")
        ),
        sa.CheckConstraint(
            "impact IS NULL OR impact BETWEEN 0 AND 4", name=op.f("ck_contribution_outcome_impact_on_scale")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_contribution_outcome_number_from_one")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contribution_outcome_contribution_id")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_contribution_outcome_decided_by_id")),
        sa.ForeignKeyConstraint(["on_behalf_id"], ["person.id"], name=op.f("fk_contribution_outcome_on_behalf_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_contribution_outcome_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_outcome")),
        sa.UniqueConstraint(
            "contribution_id",
            "project_id",
            "number",
            name=op.f("uq_contribution_outcome_contribution_id_project_id_number"),
        ),
    )
    op.create_index("ix_contribution_outcome_decided", "contribution_outcome", ["decided_at"], unique=False)
    op.create_index(op.f("ix_contribution_outcome_project_id"), "contribution_outcome", ["project_id"], unique=False)

    op.create_table(
        "outcome_reply",
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("confirms", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_outcome_reply_by_id")),
        sa.ForeignKeyConstraint(["on_behalf_id"], ["person.id"], name=op.f("fk_outcome_reply_on_behalf_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["contribution_outcome.id"], name=op.f("fk_outcome_reply_outcome_id")),
        sa.PrimaryKeyConstraint("outcome_id", name=op.f("pk_outcome_reply")),
    )

    op.create_table(
        "outcome_telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_outcome_telling_meeting_id")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_outcome_telling_message_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["contribution_outcome.id"], name=op.f("fk_outcome_telling_outcome_id")
        ),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name=op.f("fk_outcome_telling_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_telling")),
    )
    op.create_index(op.f("ix_outcome_telling_meeting_id"), "outcome_telling", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_outcome_telling_message_id"), "outcome_telling", ["message_id"], unique=False)
    op.create_index(op.f("ix_outcome_telling_outcome_id"), "outcome_telling", ["outcome_id"], unique=False)

    op.create_table(
        "merge_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absorbed_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.CheckConstraint("NOT done OR closed_at IS NOT NULL", name=op.f("ck_merge_proposal_done_is_closed")),
        sa.CheckConstraint("absorbed_id <> into_id", name=op.f("ck_merge_proposal_two_projects")),
        sa.ForeignKeyConstraint(["absorbed_id"], ["project.id"], name=op.f("fk_merge_proposal_absorbed_id")),
        sa.ForeignKeyConstraint(["into_id"], ["project.id"], name=op.f("fk_merge_proposal_into_id")),
        sa.ForeignKeyConstraint(["on_behalf_id"], ["person.id"], name=op.f("fk_merge_proposal_on_behalf_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_merge_proposal_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_proposal")),
    )
    op.create_index(op.f("ix_merge_proposal_absorbed_id"), "merge_proposal", ["absorbed_id"], unique=False)
    op.create_index(op.f("ix_merge_proposal_into_id"), "merge_proposal", ["into_id"], unique=False)
    op.create_index(
        "uq_merge_proposal_open",
        "merge_proposal",
        ["absorbed_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "merge_consent",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_merge_consent_by_id")),
        sa.ForeignKeyConstraint(["on_behalf_id"], ["person.id"], name=op.f("fk_merge_consent_on_behalf_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_merge_consent_project_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["merge_proposal.id"], name=op.f("fk_merge_consent_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", "project_id", name=op.f("pk_merge_consent")),
    )

    op.create_table(
        "no_involvement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_no_involvement_says_why")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_no_involvement_by_id")),
        sa.ForeignKeyConstraint(["on_behalf_id"], ["person.id"], name=op.f("fk_no_involvement_on_behalf_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_no_involvement_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_involvement")),
    )
    op.create_index(op.f("ix_no_involvement_project_id"), "no_involvement", ["project_id"], unique=False)

    op.create_table(
        "checklist_line",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_checklist_line_attachment_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_checklist_line_project_id")),
        sa.PrimaryKeyConstraint("project_id", "code", name=op.f("pk_checklist_line")),
    )

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_milestone_attachment_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_milestone_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index("ix_milestone_project", "milestone", ["project_id", "due_on", "id"], unique=False)

    op.create_table(
        "delivery_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column(
            "said",
            sa.Enum("yes", "partly", "no", name="delivered", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("residents_count", sa.Integer(), nullable=False),
        sa.Column("in_team", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (meeting_id IS NULL)", name=op.f("ck_delivery_voice_a_person_or_a_meeting")
        ),
        sa.CheckConstraint(
            "person_id IS NULL OR residents_count = 1", name=op.f("ck_delivery_voice_one_voice_a_person")
        ),
        sa.CheckConstraint("residents_count > 0", name=op.f("ck_delivery_voice_somebody_spoke")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_delivery_voice_meeting_id")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_delivery_voice_noted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_voice_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_delivery_voice_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_voice")),
        sa.UniqueConstraint(
            "project_id", "meeting_id", "said", name=op.f("uq_delivery_voice_project_id_meeting_id_said")
        ),
        sa.UniqueConstraint("project_id", "person_id", name=op.f("uq_delivery_voice_project_id_person_id")),
    )
    op.create_index(op.f("ix_delivery_voice_meeting_id"), "delivery_voice", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_delivery_voice_person_id"), "delivery_voice", ["person_id"], unique=False)
    op.create_index("ix_delivery_voice_project", "delivery_voice", ["project_id", "id"], unique=False)

    op.create_table(
        "delivery_waiver",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_delivery_waiver_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_delivery_waiver_project_id")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_delivery_waiver")),
    )

    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("answerer_id", sa.Integer(), nullable=True),
        sa.Column("partner", sa.String(length=120), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "value",
            sa.Enum(
                "favourable",
                "reserve",
                "unfavourable",
                "no_opinion",
                name="opinion_value",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "phone",
                "letter",
                "email",
                "meeting",
                name="opinion_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("given_by", sa.String(length=120), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_after_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("organisation_id IS NOT NULL OR partner <> ''", name=op.f("ck_opinion_asked_of_somebody")),
        sa.CheckConstraint(
            "value IS NULL OR value = 'favourable' OR text <> ''", name=op.f("ck_opinion_reserves_are_explained")
        ),
        sa.CheckConstraint("(value IS NULL) = (given_at IS NULL)", name=op.f("ck_opinion_given_one_day")),
        sa.ForeignKeyConstraint(["answerer_id"], ["person.id"], name=op.f("fk_opinion_answerer_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_opinion_asked_by_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_opinion_given_by_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_opinion_organisation_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_opinion_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    op.create_index(op.f("ix_opinion_answerer_id"), "opinion", ["answerer_id"], unique=False)
    op.create_index(
        "ix_opinion_awaited",
        "opinion",
        ["due_on", "project_id"],
        unique=False,
        postgresql_where=sa.text("given_at IS NULL"),
        sqlite_where=sa.text("given_at IS NULL"),
    )
    op.create_index(op.f("ix_opinion_organisation_id"), "opinion", ["organisation_id"], unique=False)
    op.create_index("ix_opinion_project", "opinion", ["project_id", "id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column(
            "voice",
            sa.Enum("resident", "team", "staff", name="voice", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name=op.f("ck_comment_hidden_with_a_reason")),
        sa.CheckConstraint("withdrawn_at IS NULL OR body = ''", name=op.f("ck_comment_withdrawn_leaves_nothing")),
        sa.ForeignKeyConstraint(["answers_id"], ["comment.id"], name=op.f("fk_comment_answers_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name=op.f("fk_comment_helper_id")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["person.id"], name=op.f("fk_comment_hidden_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_comment_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_answers_id"), "comment", ["answers_id"], unique=False)
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"], unique=False)
    op.create_index("ix_comment_project", "comment", ["project_id", "id"], unique=False)

    op.create_table(
        "comment_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "insult",
                "hate",
                "names_somebody",
                "false",
                "spam",
                "other",
                name="report_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_report_comment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_comment_report_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_report")),
    )
    op.create_index(op.f("ix_comment_report_person_id"), "comment_report", ["person_id"], unique=False)
    op.create_index(
        "ix_comment_report_waiting",
        "comment_report",
        ["comment_id"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NULL"),
        sqlite_where=sa.text("settled_at IS NULL"),
    )
    op.create_index("uq_comment_report_person", "comment_report", ["comment_id", "person_id"], unique=True)

    op.create_table(
        "thread_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("from_team", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_thread_message_attachment_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_thread_message_author_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name=op.f("fk_thread_message_helper_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_thread_message_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_message")),
    )
    op.create_index(op.f("ix_thread_message_author_id"), "thread_message", ["author_id"], unique=False)
    op.create_index("ix_thread_message_project", "thread_message", ["project_id", "id"], unique=False)

    op.create_table(
        "thread_reader",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_until", sa.Integer(), nullable=False),
        sa.Column(
            "notice",
            sa.Enum("instant", "weekly", name="thread_notice", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_thread_reader_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_thread_reader_project_id")),
        sa.PrimaryKeyConstraint("project_id", "person_id", name=op.f("pk_thread_reader")),
    )
    op.create_index(op.f("ix_thread_reader_person_id"), "thread_reader", ["person_id"], unique=False)
