"""Municipalities, assessments, answers and their changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("association", sa.String(length=200), nullable=False),
        sa.Column("district", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "population IS NULL OR population >= 0",
            name=op.f("ck_municipality_population_not_negative"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("key", name=op.f("uq_municipality_key")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("checklist_key", sa.String(length=80), nullable=False),
        sa.Column("checklist_version", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("respondent", sa.String(length=200), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("scope IN ('full', 'short')", name=op.f("ck_assessment_scope_is_known")),
        sa.CheckConstraint(
            "year BETWEEN 1990 AND 2100", name=op.f("ck_assessment_year_is_sensible")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_assessment_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "municipality_id",
            "checklist_key",
            "year",
            name=op.f("uq_assessment_municipality_id_checklist_key_year"),
        ),
    )
    op.create_table(
        "answer_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_answer_change_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_change")),
        sa.UniqueConstraint(
            "assessment_id",
            "criterion_key",
            "version",
            name=op.f("uq_answer_change_assessment_id_criterion_key_version"),
        ),
    )
    with op.batch_alter_table("answer_change", schema=None) as batch_op:
        batch_op.create_index(
            "ix_answer_change_assessment_id_id", ["assessment_id", "id"], unique=False
        )

    op.create_table(
        "stored_answer",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("sureness", sa.String(length=20), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("importance", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=True),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(state = 'level') = (level IS NOT NULL)",
            name=op.f("ck_stored_answer_level_goes_with_state"),
        ),
        sa.CheckConstraint(
            "state <> 'not_applicable' OR reason <> ''",
            name=op.f("ck_stored_answer_reason_is_given"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'level', 'unknown', 'not_applicable')",
            name=op.f("ck_stored_answer_state_is_known"),
        ),
        sa.CheckConstraint(
            "sureness IS NULL OR sureness IN ('sure', 'rather_sure', 'guess')",
            name=op.f("ck_stored_answer_sureness_is_known"),
        ),
        sa.CheckConstraint(
            "importance IS NULL OR importance BETWEEN 1 AND 3",
            name=op.f("ck_stored_answer_importance_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_stored_answer_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "criterion_key", name=op.f("pk_stored_answer")),
    )


def downgrade():
    op.drop_table("stored_answer")
    with op.batch_alter_table("answer_change", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_change_assessment_id_id")

    op.drop_table("answer_change")
    op.drop_table("assessment")
    op.drop_table("municipality")
