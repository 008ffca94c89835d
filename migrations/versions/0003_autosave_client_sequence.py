"""Which opened page was heard last about an answer, and with which of its requests."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    # Plain columns, not batch mode: a copied table would lose its checks.
    op.add_column(
        "stored_answer",
        sa.Column("changed_client", sa.String(length=40), server_default=sa.text("''"), nullable=False),
    )
    op.add_column(
        "stored_answer",
        sa.Column("changed_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )


def downgrade():
    op.drop_column("stored_answer", "changed_sequence")
    op.drop_column("stored_answer", "changed_client")
