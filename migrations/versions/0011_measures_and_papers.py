"""Measures in full: effects, progress, secret calendars, reminders; council papers, summaries."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEPT = (
    "id, assessment_id, title, note, state, source, origin, made_by, made_at, municipality_id"
)


def upgrade():
    with_kept_measures(
        create_measures,
        f"INSERT INTO measure ({KEPT}, responsible, partners, funding, dropped_because, version)"
        f" SELECT {KEPT}, '', '', '', '', 1 FROM kept",
    )
    op.create_table(
        "measure_effect",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=80), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("by_year", sa.Integer(), nullable=True),
        sa.Column("settled", sa.String(length=20), nullable=True),
        belongs_to("measure", of="measure_effect"),
        sa.PrimaryKeyConstraint("measure_id", "criterion_key", name=op.f("pk_measure_effect")),
    )
    op.execute(
        "INSERT INTO measure_effect (measure_id, criterion_key)"
        " SELECT id, criterion_key FROM kept WHERE criterion_key IS NOT NULL"
    )
    op.drop_table("kept")
    op.create_table(
        "measure_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(length=80), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        belongs_to("measure", of="measure_note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_note")),
    )
    op.create_index("ix_measure_note_measure_id", "measure_note", ["measure_id"])
    op.create_table(
        "plan_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        belongs_to("municipality", of="plan_feed"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_plan_feed_token_hash")),
    )
    op.create_index("ix_plan_feed_municipality_id", "plan_feed", ["municipality_id"])
    create_papers()
    # Plain columns, not batch mode: a copied table would lose its checks.
    op.add_column("account", sa.Column("reminders_off_since", sa.DateTime(), nullable=True))
    op.add_column("account", sa.Column("reminded_on", sa.Date(), nullable=True))


def create_papers():
    op.create_table(
        "council_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("file_number", sa.String(length=200), nullable=False),
        sa.Column("committee", sa.String(length=200), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("situation", sa.String(), nullable=False),
        sa.Column("gaps", sa.String(), nullable=False),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        belongs_to("assessment", of="council_paper"),
        belongs_to("municipality", of="council_paper"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_paper")),
        sa.UniqueConstraint(
            "assessment_id", "language", name=op.f("uq_council_paper_assessment_id_language")
        ),
    )
    op.create_index("ix_council_paper_municipality_id", "council_paper", ["municipality_id"])
    op.create_table(
        "public_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_by", sa.String(length=80), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        belongs_to("assessment", of="public_summary"),
        belongs_to("municipality", of="public_summary"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_summary")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_public_summary_assessment_id")),
    )
    op.create_index("ix_public_summary_municipality_id", "public_summary", ["municipality_id"])


def downgrade():
    op.drop_column("account", "reminded_on")
    op.drop_column("account", "reminders_off_since")
    for name in ("public_summary", "council_paper", "plan_feed", "measure_note"):
        op.drop_table(name)
    # What the older program has no word for becomes a draft again, with its first criterion.
    told = KEPT.replace("state", "'proposed'").replace(
        "source", "CASE source WHEN 'idea' THEN 'idea' ELSE 'free' END"
    )
    with_kept_measures(
        create_drafts,
        f"INSERT INTO measure ({KEPT}, criterion_key) SELECT {told}, (SELECT MIN(criterion_key)"
        " FROM measure_effect WHERE measure_id = kept.id) FROM kept",
    )
    op.drop_table("measure_effect")
    op.drop_table("kept")


def with_kept_measures(create, filling):
    """Make the table anew and fill it from `kept`, which stays: its checks cannot be changed.

    SQLite would lose what refers to the table, so that goes before or is made afterwards.
    """
    op.execute("CREATE TABLE kept AS SELECT * FROM measure")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TABLE measure CASCADE")
    else:
        op.drop_table("measure")
    create()
    op.create_index("ix_measure_assessment_id", "measure", ["assessment_id"])
    op.create_index("ix_measure_municipality_id", "measure", ["municipality_id"])
    op.execute(filling)
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('measure', 'id'),"
            " COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM measure"
        )


def create_measures():
    op.create_table(
        "measure",
        *shared_columns(),
        *(empty_text(name, length) for name, length in (("responsible", 200), ("partners", 500))),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("effort", sa.String(length=20), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        empty_text("funding", 500),
        sa.Column("done_on", sa.Date(), nullable=True),
        empty_text("dropped_because", None),
        sa.Column("for_council", sa.Boolean(), nullable=True),
        sa.Column("carried_from", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        checks(
            "state_is_known",
            "state IN ('proposed', 'decided', 'under_way', 'done', 'dropped')",
        ),
        checks("source_is_known", "source IN ('free', 'gap', 'unknown', 'minority', 'idea')"),
        checks("cost_is_sensible", "cost BETWEEN 0 AND 999999999"),
        checks("begins_before_it_is_due", "start_on <= due_on"),
        checks("done_has_a_day", "(state = 'done') = (done_on IS NOT NULL)"),
        checks("dropped_has_a_reason", "state <> 'dropped' OR dropped_because <> ''"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_measure_account_id_account"),
            ondelete="SET NULL",
        ),
        *shared_keys(),
    )
    op.create_index("ix_measure_account_id", "measure", ["account_id"])


def create_drafts():
    op.create_table(
        "measure",
        *shared_columns(),
        sa.Column("criterion_key", sa.String(length=80), nullable=True),
        checks("state_is_known", "state IN ('proposed')"),
        checks("source_is_known", "source IN ('free', 'idea')"),
        *shared_keys(),
    )


def shared_columns():
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
    ]


def shared_keys():
    return [
        belongs_to("assessment", of="measure"),
        belongs_to("municipality", of="measure"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    ]


def empty_text(name, length):
    return sa.Column(name, sa.String(length=length), nullable=False)


def checks(name, condition):
    return sa.CheckConstraint(condition, name=op.f(f"ck_measure_{name}"))


def belongs_to(parent, *, of):
    return sa.ForeignKeyConstraint(
        [f"{parent}_id"],
        [f"{parent}.id"],
        name=op.f(f"fk_{of}_{parent}_id_{parent}"),
        ondelete="CASCADE",
    )
