"""Counters of failed attempts to log in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "failed_attempts",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("counted_from", sa.DateTime(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("failures > 0", name=op.f("ck_failed_attempts_something_failed")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_failed_attempts")),
    )
    op.create_index(
        op.f("ix_failed_attempts_last_failed_at"), "failed_attempts", ["last_failed_at"]
    )


def downgrade():
    op.drop_index(op.f("ix_failed_attempts_last_failed_at"), table_name="failed_attempts")
    op.drop_table("failed_attempts")
