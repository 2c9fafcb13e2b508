"""Keep the certificates of lobby services."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "site_certificate",
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_site_certificate_device")),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_site_certificate")),
    )
    with op.batch_alter_table("site_certificate", schema=None) as batch_op:
        batch_op.create_index("ix_site_certificate_device", ["device", "at"], unique=False)
        batch_op.create_index("ix_site_certificate_tenant", ["tenant", "ends_at"], unique=False)
