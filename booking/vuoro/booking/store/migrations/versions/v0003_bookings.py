"""The tables of bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "booking_event",
        sa.Column(
            "n",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("booking", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("rev", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_booking_event_tenant")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_booking_event")),
    )
    with op.batch_alter_table("booking_event", schema=None) as batch_op:
        batch_op.create_index("ix_booking_event_booking", ["booking"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("specialist", sa.Text(), nullable=False),
        sa.Column("stand_in", sa.Text(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), server_default="in_person", nullable=False),
        sa.Column("status", sa.Text(), server_default="booked", nullable=False),
        sa.Column("cancelled_by", sa.Text(), server_default="", nullable=False),
        sa.Column("rev", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("pass_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("manage_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="fi", nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("group", sa.Text(), server_default="", nullable=False),
        sa.Column("made_by", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["client"], ["client.id"], name=op.f("fk_booking_client")),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_booking_office")),
        sa.ForeignKeyConstraint(["service"], ["service.id"], name=op.f("fk_booking_service")),
        sa.ForeignKeyConstraint(
            ["specialist"], ["specialist.id"], name=op.f("fk_booking_specialist")
        ),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_booking_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("manage_hash", name=op.f("uq_booking_manage_hash")),
        sa.UniqueConstraint("pass_id", name=op.f("uq_booking_pass_id")),
        sa.UniqueConstraint("tenant", "code", name=op.f("uq_booking_tenant_code")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_client", ["client"], unique=False)
        batch_op.create_index("ix_booking_office_day", ["office", "day"], unique=False)
        batch_op.create_index(
            "ix_booking_specialist_starts", ["specialist", "starts_at"], unique=False
        )

    op.create_table(
        "hold",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("specialist", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("moves", sa.Text(), nullable=True),
        sa.Column("booking", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_hold_office")),
        sa.ForeignKeyConstraint(["service"], ["service.id"], name=op.f("fk_hold_service")),
        sa.ForeignKeyConstraint(["specialist"], ["specialist.id"], name=op.f("fk_hold_specialist")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_hold_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_hold_token_hash")),
    )
    op.create_table(
        "occupied",
        sa.Column("specialist", sa.Text(), nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["specialist"], ["specialist.id"], name=op.f("fk_occupied_specialist")
        ),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_occupied_tenant")),
        sa.PrimaryKeyConstraint("specialist", "cell", name=op.f("pk_occupied")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("occupied", schema=None) as batch_op:
        batch_op.create_index("ix_occupied_holder", ["holder"], unique=False)
