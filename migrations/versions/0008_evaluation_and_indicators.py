"""Evaluation and indicators: levels, questionnaires, lessons, the meetings of panels, people counted, figures kept.

Going up, each neighbourhood of the list gets its tile on the map. No level is written here: the application observes
those of the projects that exist, from what is recorded of them, within minutes; figures are computed in the night.

Going down, all of this is forgotten, and nobody is an evaluator.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.append_only import protect
from app.reshaping import Change, Index, narrow, tighten, widen
from app.search import SearchIndex

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROLES = (
    "'helper', 'facilitator', 'committee_secretary', 'referent', 'gestionnaire', 'finance', 'answerer', 'metro_admin'"
)

CHANGES = {
    "neighbourhood": Change(
        columns=[
            sa.Column("map_x", sa.Integer(), nullable=True),
            sa.Column("map_y", sa.Integer(), nullable=True),
        ],
        checks={
            "ck_neighbourhood_map_column": "map_x BETWEEN 0 AND 3",
            "ck_neighbourhood_map_row": "map_y BETWEEN 0 AND 7 AND map_y NOT IN (1, 5)",
        },
    ),
    "role_assignment": Change(
        checks={"ck_role_assignment_role": f"role IN ({ROLES}, 'evaluator')"},
        gone={"ck_role_assignment_role": f"role IN ({ROLES})"},
    ),
}

DAYS = {
    "commitment": Index("ix_commitment_day", ["due_on"]),
    "contribution": Index("ix_contribution_day", ["said_on"]),
    "decision": Index("ix_decision_day", ["decided_at"]),
    "info_item": Index("ix_info_item_day", ["published_at"]),
    "outreach_action": Index("ix_outreach_action_day", ["done_on"]),
    "payment": Index("ix_payment_day", ["paid_at"]),
    "question": Index("ix_question_promised", ["promised_on"]),
    "report_back": Index("ix_report_back_day", ["told_on"]),
}
"""What figures of a period are found by."""

TILES = {
    "sanitas": (2, 3),
    "europe": (1, 0),
    "bords-de-loire": (1, 2),
    "maryse-bastie": (0, 3),
    "rives-du-cher": (1, 4),
    "rochepinard": (2, 4),
    "les-fontaines": (2, 6),
    "les-tourettes": (2, 0),
    "la-rabaterie": (3, 2),
    "la-galboisiere": (3, 3),
    "la-rabiere": (0, 6),
    "le-morier": (1, 7),
    "niqueux-bruere-marcel-pagnol": (0, 2),
}
"""The column and the row of each neighbourhood of the list, by its name in addresses."""

WRITTEN_ONCE = ("declared_level", "level_override")
LESSONS = SearchIndex("lesson")

TABLES = (
    "card_presence",
    "panel_meeting",
    "declared_level",
    "observed_level",
    "level_override",
    "survey",
    "survey_question",
    "survey_point",
    "survey_batch",
    "survey_answer",
    "survey_value",
    "survey_text",
    "lesson",
    "baseline_stat",
    "governance_meeting",
    "governance_referral",
    "indicator_snapshot",
    "snapshot_run",
    "year_report",
)
"""The new tables, each after those that it points to."""


def upgrade() -> None:
    connection = op.get_bind()
    for table, change in CHANGES.items():
        widen(table, change)
    for slug, (x, y) in TILES.items():
        placed = sa.text("UPDATE neighbourhood SET map_x = :x, map_y = :y WHERE slug = :slug")
        connection.execute(placed, {"x": x, "y": y, "slug": slug})
    for table, change in CHANGES.items():
        tighten(table, change)
    for table, index in DAYS.items():
        op.create_index(op.f(index.name), table, list(index.columns))
    _make_tables()
    for table in WRITTEN_ONCE:
        protect(connection, table)
    for statement in LESSONS.sqlite_ddl if connection.dialect.name == "sqlite" else LESSONS.postgres_ddl:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    connection = op.get_bind()
    for statement in LESSONS.sqlite_drop if connection.dialect.name == "sqlite" else LESSONS.postgres_drop:
        connection.exec_driver_sql(statement)
    for table in reversed(TABLES):
        op.drop_table(table)
    for table, index in DAYS.items():
        op.drop_index(op.f(index.name), table)
    op.execute("DELETE FROM role_assignment WHERE role = 'evaluator'")
    for table, change in reversed(CHANGES.items()):
        narrow(table, change)


def _make_tables() -> None:
    op.create_table(
        "card_presence",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=64), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("is_newcomer", sa.Boolean(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("turns >= 0", name=op.f("ck_card_presence_turns_not_negative")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_card_presence_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "card", name=op.f("pk_card_presence")),
    )
    op.create_index(op.f("ix_card_presence_card"), "card_presence", ["card"], unique=False)

    op.create_table(
        "panel_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("members_count", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.CheckConstraint("members_count > 0", name=op.f("ck_panel_meeting_somebody_came")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_meeting_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_meeting")),
    )
    op.create_index(op.f("ix_panel_meeting_panel_id"), "panel_meeting", ["panel_id"], unique=False)

    op.create_table(
        "declared_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "origin",
                "codesign",
                "implementation",
                "evaluation",
                "overall",
                name="level_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("stage_begun", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("NOT stage_begun OR reason <> ''", name=op.f("ck_declared_level_late_promise_says_why")),
        sa.CheckConstraint("stage <> 'overall'", name=op.f("ck_declared_level_promised_by_stage")),
        sa.CheckConstraint("level BETWEEN 0 AND 6", name=op.f("ck_declared_level_on_the_ladder")),
        sa.ForeignKeyConstraint(["declared_by_id"], ["person.id"], name=op.f("fk_declared_level_declared_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_declared_level_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_level")),
    )
    op.create_index("ix_declared_level_project", "declared_level", ["project_id", "stage", "id"], unique=False)

    op.create_table(
        "observed_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "origin",
                "codesign",
                "implementation",
                "evaluation",
                "overall",
                name="level_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 6", name=op.f("ck_observed_level_on_the_ladder")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_observed_level_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observed_level")),
        sa.UniqueConstraint("project_id", "stage", name=op.f("uq_observed_level_project_id_stage")),
    )

    op.create_table(
        "level_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "origin",
                "codesign",
                "implementation",
                "evaluation",
                "overall",
                name="level_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_level_override_override_says_why")),
        sa.CheckConstraint("level BETWEEN 0 AND 6", name=op.f("ck_level_override_on_the_ladder")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_level_override_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_level_override_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_override")),
    )
    op.create_index("ix_level_override_project", "level_override", ["project_id", "stage", "id"], unique=False)

    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("experience", "trust", name="survey_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column(
            "sample",
            sa.Enum(
                "participants",
                "door_to_door",
                "all",
                name="sample",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'experience') = (project_id IS NOT NULL)", name=op.f("ck_survey_experience_of_a_project")
        ),
        sa.CheckConstraint("(kind = 'trust') = (sample IS NOT NULL)", name=op.f("ck_survey_wave_has_a_sample")),
        sa.CheckConstraint(
            "kind <> 'trust' OR (starts_on IS NOT NULL AND ends_on IS NOT NULL)", name=op.f("ck_survey_wave_has_dates")
        ),
        sa.CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_survey_opened_before_closed")),
        sa.CheckConstraint("frozen_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_survey_answered_once_open")),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_survey_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_survey_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("project_id", name=op.f("uq_survey_project_id")),
    )

    op.create_table(
        "survey_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "scale",
                "faces",
                "yes_no",
                "free",
                name="question_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=240), nullable=False),
        sa.Column("item", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_question_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_question")),
        sa.UniqueConstraint("survey_id", "position", name=op.f("uq_survey_question_survey_id_position")),
    )

    op.create_table(
        "survey_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("is_participant", sa.Boolean(), nullable=True),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_survey_point_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_point_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_point")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_point_code")),
        sa.UniqueConstraint(
            "survey_id",
            "neighbourhood_id",
            "is_participant",
            name=op.f("uq_survey_point_survey_id_neighbourhood_id_is_participant"),
        ),
    )
    op.create_index(op.f("ix_survey_point_neighbourhood_id"), "survey_point", ["neighbourhood_id"], unique=False)

    op.create_table(
        "survey_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(length=6), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=True),
        sa.Column("gap_reason", sa.String(length=300), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed_at IS NULL OR returned IS NOT NULL", name=op.f("ck_survey_batch_counted_before_closed")
        ),
        sa.CheckConstraint("printed BETWEEN 1 AND 500", name=op.f("ck_survey_batch_printed_in_reason")),
        sa.CheckConstraint(
            "returned IS NULL OR returned BETWEEN 0 AND printed", name=op.f("ck_survey_batch_returned_among_printed")
        ),
        sa.ForeignKeyConstraint(["point_id"], ["survey_point.id"], name=op.f("fk_survey_batch_point_id")),
        sa.ForeignKeyConstraint(["printed_by_id"], ["person.id"], name=op.f("fk_survey_batch_printed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_batch")),
        sa.UniqueConstraint("serial", name=op.f("uq_survey_batch_serial")),
    )
    op.create_index(op.f("ix_survey_batch_point_id"), "survey_batch", ["point_id"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "paper",
                "phone",
                "kiosk",
                "own_phone",
                name="answer_channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("is_participant", sa.Boolean(), nullable=True),
        sa.Column(
            "age_band",
            sa.Enum(
                "under_18",
                "18_24",
                "25_39",
                "40_59",
                "60_more",
                name="age_band",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "sex",
            sa.Enum("woman", "man", name="sex", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(channel = 'paper') = (batch_id IS NOT NULL)", name=op.f("ck_survey_answer_paper_has_its_batch")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["survey_batch.id"], name=op.f("fk_survey_answer_batch_id")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_survey_answer_neighbourhood_id")
        ),
        sa.ForeignKeyConstraint(["point_id"], ["survey_point.id"], name=op.f("fk_survey_answer_point_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_answer_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("key", name=op.f("uq_survey_answer_key")),
    )
    op.create_index(op.f("ix_survey_answer_batch_id"), "survey_answer", ["batch_id"], unique=False)
    op.create_index(
        "ix_survey_answer_place", "survey_answer", ["survey_id", "neighbourhood_id", "is_participant"], unique=False
    )
    op.create_index(op.f("ix_survey_answer_point_id"), "survey_answer", ["point_id"], unique=False)

    op.create_table(
        "survey_value",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_survey_value_within_the_scale")),
        sa.ForeignKeyConstraint(["answer_id"], ["survey_answer.id"], name=op.f("fk_survey_value_answer_id")),
        sa.ForeignKeyConstraint(["question_id"], ["survey_question.id"], name=op.f("fk_survey_value_question_id")),
        sa.PrimaryKeyConstraint("answer_id", "question_id", name=op.f("pk_survey_value")),
    )
    op.create_index("ix_survey_value_question", "survey_value", ["question_id", "answer_id", "value"], unique=False)

    op.create_table(
        "survey_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["survey_question.id"], name=op.f("fk_survey_text_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_text")),
    )
    op.create_index(op.f("ix_survey_text_question_id"), "survey_text", ["question_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "living_together",
                "culture",
                "sport",
                "nature",
                "youth",
                "solidarity",
                "public_space",
                "health",
                name="theme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_lesson_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index(op.f("ix_lesson_learned_at"), "lesson", ["learned_at"], unique=False)
    op.create_index(op.f("ix_lesson_project_id"), "lesson", ["project_id"], unique=False)

    op.create_table(
        "baseline_stat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum("age", "sex", name="dimension", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("band", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_baseline_stat_source_named")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_baseline_stat_count_not_negative")),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_baseline_stat_neighbourhood_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_stat")),
        sa.UniqueConstraint(
            "neighbourhood_id",
            "dimension",
            "band",
            "year",
            name=op.f("uq_baseline_stat_neighbourhood_id_dimension_band_year"),
        ),
    )

    op.create_table(
        "governance_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "local_coordination",
                "plenary",
                "steering",
                name="body_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "residents BETWEEN 0 AND people", name=op.f("ck_governance_meeting_residents_among_the_people")
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_governance_meeting_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_meeting")),
        sa.UniqueConstraint(
            "kind", "commune_id", "held_on", name=op.f("uq_governance_meeting_kind_commune_id_held_on")
        ),
    )
    op.create_index("ix_governance_meeting_day", "governance_meeting", ["held_on"], unique=False)

    op.create_table(
        "governance_referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "waiting",
                "adopted",
                "partly",
                "refused",
                "passed_on",
                name="referral_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("subject <> ''", name=op.f("ck_governance_referral_says_what")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["governance_meeting.id"], name=op.f("fk_governance_referral_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_referral")),
        sa.UniqueConstraint("meeting_id", "subject", name=op.f("uq_governance_referral_meeting_id_subject")),
    )
    op.create_index(op.f("ix_governance_referral_meeting_id"), "governance_referral", ["meeting_id"], unique=False)

    op.create_table(
        "indicator_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "scope_kind",
            sa.Enum(
                "neighbourhood",
                "commune",
                "metro",
                name="scope_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=True),
        sa.Column("numerator", sa.String(length=80), nullable=True),
        sa.Column("denominator", sa.String(length=80), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "shown",
                "few",
                "not_interpretable",
                "none",
                "not_recorded",
                "by_year",
                "by_city",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("period_start <= period_end", name=op.f("ck_indicator_snapshot_period_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_snapshot")),
        sa.UniqueConstraint(
            "scope_kind",
            "scope_id",
            "period_start",
            "period_end",
            "code",
            name=op.f("uq_indicator_snapshot_scope_kind_scope_id_period_start_period_end_code"),
        ),
    )
    op.create_index(
        "ix_indicator_snapshot_code", "indicator_snapshot", ["code", "period_start", "period_end"], unique=False
    )

    op.create_table(
        "snapshot_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done BETWEEN 0 AND total", name=op.f("ck_snapshot_run_done_within_total")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_run")),
    )

    op.create_table(
        "year_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "scope_kind",
            sa.Enum(
                "neighbourhood",
                "commune",
                "metro",
                name="scope_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("place_name", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "ready",
                "failed",
                name="report_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("xlsx_sha256", sa.String(length=64), nullable=True),
        sa.Column("pdf_bytes", sa.Integer(), nullable=True),
        sa.Column("xlsx_bytes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (pdf_sha256 IS NOT NULL AND xlsx_sha256 IS NOT NULL)",
            name=op.f("ck_year_report_ready_with_its_files"),
        ),
        sa.CheckConstraint("done BETWEEN 0 AND total", name=op.f("ck_year_report_done_within_total")),
        sa.CheckConstraint("year BETWEEN 2024 AND 2030", name=op.f("ck_year_report_year_of_the_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_report")),
    )
