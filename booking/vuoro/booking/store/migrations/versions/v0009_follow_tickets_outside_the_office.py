"""Follow tickets outside the office."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "follow_heard",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_follow_heard_device")),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_follow_heard")),
    )
    op.create_table(
        "followed",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("wish", sa.LargeBinary(), nullable=True),
        sa.Column("wished_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_followed_device")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_followed")),
    )
    with op.batch_alter_table("followed", schema=None) as batch_op:
        batch_op.create_index("ix_followed_device", ["device"], unique=False)
