"""Changes of territory, and who took part in them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "territory_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("recorded_for", sa.String(length=80), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "year BETWEEN 1990 AND 2100", name=op.f("ck_territory_change_year_is_sensible")
        ),
        sa.CheckConstraint(
            "kind IN ('merged', 'split', 'renamed', 'area')",
            name=op.f("ck_territory_change_kind_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory_change")),
    )
    op.create_table(
        "territory_unit",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("was_renamed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "side IN ('before', 'after')", name=op.f("ck_territory_unit_side_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["territory_change.id"],
            name=op.f("fk_territory_unit_change_id_territory_change"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("change_id", "position", name=op.f("pk_territory_unit")),
    )
    op.create_index("ix_territory_unit_key", "territory_unit", ["key"], unique=False)


def downgrade():
    op.drop_index("ix_territory_unit_key", table_name="territory_unit")
    op.drop_table("territory_unit")
    op.drop_table("territory_change")
