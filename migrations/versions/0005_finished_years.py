"""Finished years, with the words they keep."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "checklist_edition",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_checklist_edition")),
    )
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("finished_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("edition_key", sa.String(length=64), nullable=True))
        batch.create_foreign_key(
            op.f("fk_assessment_edition_key_checklist_edition"),
            "checklist_edition",
            ["edition_key"],
            ["key"],
        )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("edition_key", sa.String(length=64), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("finished_by", sa.String(length=80), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(), nullable=True),
        sa.Column("reopened_by", sa.String(length=80), nullable=False),
        sa.Column("reopen_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_snapshot_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["edition_key"],
            ["checklist_edition.key"],
            name=op.f("fk_snapshot_edition_key_checklist_edition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    op.create_index("ix_snapshot_assessment_id", "snapshot", ["assessment_id"], unique=False)


def downgrade():
    op.drop_index("ix_snapshot_assessment_id", table_name="snapshot")
    op.drop_table("snapshot")
    with op.batch_alter_table("assessment") as batch:
        batch.drop_constraint(
            op.f("fk_assessment_edition_key_checklist_edition"), type_="foreignkey"
        )
        batch.drop_column("edition_key")
        batch.drop_column("finished_at")
    op.drop_table("checklist_edition")
