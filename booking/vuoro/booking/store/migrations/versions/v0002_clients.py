"""The tables of clients."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "client",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("identity_code", sa.LargeBinary(), nullable=True),
        sa.Column("identity_index", sa.Text(), nullable=True),
        sa.Column("email_index", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), server_default="fi", nullable=False),
        sa.Column("protected", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("rev", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_client_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
    )
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index("ix_client_email_index", ["tenant", "email_index"], unique=False)
        batch_op.create_index(
            "ix_client_identity_index", ["tenant", "identity_index"], unique=False
        )
        batch_op.create_index("ix_client_phone_index", ["tenant", "phone_index"], unique=False)

    op.create_table(
        "client_word",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("word_index", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client"], ["client.id"], name=op.f("fk_client_word_client"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_client_word_tenant")),
        sa.PrimaryKeyConstraint("tenant", "word_index", "client", name=op.f("pk_client_word")),
    )
    with op.batch_alter_table("client_word", schema=None) as batch_op:
        batch_op.create_index("ix_client_word_client", ["client"], unique=False)
