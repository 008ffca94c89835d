"""Which decision of a workshop an answer comes from, and which change brought it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    # Plain columns, not batch mode: a copied table would lose its checks.
    op.add_column("stored_answer", sa.Column("origin", sa.JSON(), nullable=True))
    op.add_column("answer_change", sa.Column("origin", sa.JSON(), nullable=True))


def downgrade():
    op.drop_column("answer_change", "origin")
    op.drop_column("stored_answer", "origin")
