"""Workshops: rooms that answer together, and drafts of measures."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():

    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=80), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("source IN ('free', 'idea')", name=op.f("ck_measure_source_is_known")),
        sa.CheckConstraint("state IN ('proposed')", name=op.f("ck_measure_state_is_known")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_measure_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_measure_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_assessment_id", "measure", ["assessment_id"], unique=False)
    op.create_index("ix_measure_municipality_id", "measure", ["municipality_id"], unique=False)
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("pace", sa.String(length=20), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("shows_two", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("most_participants", sa.Integer(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("decides_openly", sa.Boolean(), nullable=False),
        sa.Column("idea_phase", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("secret", sa.String(length=40), nullable=True),
        sa.Column("current_criterion", sa.String(length=80), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("kept_days", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.String(length=80), nullable=False),
        sa.Column("prepared_at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(stage IN ('ended', 'erased')) = (ended_on IS NOT NULL)",
            name=op.f("ck_workshop_ended_has_a_day"),
        ),
        sa.CheckConstraint(
            "stage IN ('joining', 'running') OR (code IS NULL AND secret IS NULL)",
            name=op.f("ck_workshop_code_holds_while_open"),
        ),
        sa.CheckConstraint(
            "kept_days BETWEEN 1 AND 365", name=op.f("ck_workshop_kept_days_is_sensible")
        ),
        sa.CheckConstraint(
            "most_participants BETWEEN 1 AND 500",
            name=op.f("ck_workshop_most_participants_is_sensible"),
        ),
        sa.CheckConstraint("threshold >= 5", name=op.f("ck_workshop_threshold_is_never_lowered")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_workshop_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_workshop_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_code")),
        sa.UniqueConstraint("secret", name=op.f("uq_workshop_secret")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_workshop_assessment_id", "workshop", ["assessment_id"], unique=False)
    op.create_index("ix_workshop_municipality_id", "workshop", ["municipality_id"], unique=False)
    op.create_table(
        "workshop_decision",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=80), nullable=False),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("minority", sa.String(), nullable=False),
        sa.Column("voted", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("median", sa.String(length=20), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(state = 'level') = (level IS NOT NULL)",
            name=op.f("ck_workshop_decision_level_goes_with_state"),
        ),
        sa.CheckConstraint(
            "how <> 'postponed' OR state = 'open'",
            name=op.f("ck_workshop_decision_postponed_says_nothing"),
        ),
        sa.CheckConstraint(
            "how IN ('agreed', 'majority', 'moderator', 'postponed')",
            name=op.f("ck_workshop_decision_how_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_decision_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "criterion_key", name=op.f("pk_workshop_decision")),
    )
    op.create_table(
        "workshop_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("voted", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_group_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_group")),
        sa.UniqueConstraint(
            "workshop_id", "position", name=op.f("uq_workshop_group_workshop_id_position")
        ),
    )
    op.create_table(
        "workshop_idea",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=80), nullable=True),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("became_measure", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_idea_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_idea")),
    )
    op.create_index("ix_workshop_idea_workshop_id", "workshop_idea", ["workshop_id"], unique=False)
    op.create_table(
        "workshop_item",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("level_before", sa.Integer(), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_item_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", "criterion_key", name=op.f("pk_workshop_item")),
    )
    op.create_table(
        "workshop_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("voted", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_round_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_round")),
        sa.UniqueConstraint(
            "workshop_id",
            "criterion_key",
            "number",
            name=op.f("uq_workshop_round_workshop_id_criterion_key_number"),
        ),
    )
    op.create_table(
        "workshop_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(length=4), nullable=False),
        sa.Column("ideas", sa.Integer(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["workshop_group.id"],
            name=op.f("fk_workshop_participant_group_id_workshop_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name=op.f("fk_workshop_participant_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_participant")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_workshop_participant_token_hash")),
    )
    op.create_index(
        "ix_workshop_participant_workshop_id", "workshop_participant", ["workshop_id"], unique=False
    )
    op.create_table(
        "workshop_tally",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("by_phone", sa.Integer(), nullable=False),
        sa.Column("on_paper", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "by_phone >= 0 AND on_paper >= 0", name=op.f("ck_workshop_tally_nobody_is_negative")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["workshop_group.id"],
            name=op.f("fk_workshop_tally_group_id_workshop_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["workshop_round.id"],
            name=op.f("fk_workshop_tally_round_id_workshop_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "group_id", "choice", name=op.f("pk_workshop_tally")),
    )
    op.create_table(
        "workshop_dot",
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"],
            ["workshop_idea.id"],
            name=op.f("fk_workshop_dot_idea_id_workshop_idea"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["workshop_participant.id"],
            name=op.f("fk_workshop_dot_participant_id_workshop_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("idea_id", "participant_id", name=op.f("pk_workshop_dot")),
    )
    op.create_table(
        "workshop_has_voted",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["workshop_participant.id"],
            name=op.f("fk_workshop_has_voted_participant_id_workshop_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["workshop_round.id"],
            name=op.f("fk_workshop_has_voted_round_id_workshop_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "participant_id", name=op.f("pk_workshop_has_voted")),
    )
    op.create_index(
        "ix_workshop_has_voted_participant_id",
        "workshop_has_voted",
        ["participant_id"],
        unique=False,
    )
    op.create_table(
        "workshop_vote",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["workshop_participant.id"],
            name=op.f("fk_workshop_vote_participant_id_workshop_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["workshop_round.id"],
            name=op.f("fk_workshop_vote_round_id_workshop_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "participant_id", name=op.f("pk_workshop_vote")),
    )


def downgrade():

    op.drop_table("workshop_vote")
    op.drop_index("ix_workshop_has_voted_participant_id", table_name="workshop_has_voted")
    op.drop_table("workshop_has_voted")
    op.drop_table("workshop_dot")
    op.drop_table("workshop_tally")
    op.drop_index("ix_workshop_participant_workshop_id", table_name="workshop_participant")
    op.drop_table("workshop_participant")
    op.drop_table("workshop_round")
    op.drop_table("workshop_item")
    op.drop_index("ix_workshop_idea_workshop_id", table_name="workshop_idea")
    op.drop_table("workshop_idea")
    op.drop_table("workshop_group")
    op.drop_table("workshop_decision")
    op.drop_index("ix_workshop_municipality_id", table_name="workshop")
    op.drop_index("ix_workshop_assessment_id", table_name="workshop")
    op.drop_table("workshop")
    op.drop_index("ix_measure_municipality_id", table_name="measure")
    op.drop_index("ix_measure_assessment_id", table_name="measure")
    op.drop_table("measure")
