"""The tables of calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "meta",
        sa.Column("k", sa.Text(), nullable=False),
        sa.Column("v", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("k", name=op.f("pk_meta")),
    )
    op.create_table(
        "tenant",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant")),
        sa.UniqueConstraint("slug", name=op.f("uq_tenant_slug")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("site", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("directions", sa.JSON(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("closed_on_holidays", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_office_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("tenant", "site", name=op.f("uq_office_tenant_site")),
        sa.UniqueConstraint("tenant", "slug", name=op.f("uq_office_tenant_slug")),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("directions", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("buffer_before", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("buffer_after", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("public", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("min_notice_minutes", sa.BigInteger(), server_default="60", nullable=False),
        sa.Column("max_days_ahead", sa.BigInteger(), server_default="60", nullable=False),
        sa.Column("change_until_minutes", sa.BigInteger(), server_default="60", nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("reminders", sa.JSON(), nullable=False),
        sa.Column("identity_code", sa.Text(), server_default="optional", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_service_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("tenant", "slug", name=op.f("uq_service_tenant_slug")),
    )
    op.create_table(
        "counter",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_counter_office")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_counter_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
    )
    op.create_table(
        "office_service",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("walk_in_leases", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_office_service_office")),
        sa.ForeignKeyConstraint(
            ["service"], ["service.id"], name=op.f("fk_office_service_service")
        ),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_office_service_tenant")),
        sa.PrimaryKeyConstraint("office", "service", name=op.f("pk_office_service")),
    )
    op.create_table(
        "specialist",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_specialist_office")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_specialist_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specialist")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("specialist", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["specialist"], ["specialist.id"], name=op.f("fk_absence_specialist")
        ),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_absence_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index("ix_absence_specialist", ["specialist", "ends_at"], unique=False)

    op.create_table(
        "extra_hours",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("specialist", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("audience", sa.Text(), server_default="public", nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_extra_hours_office")),
        sa.ForeignKeyConstraint(
            ["specialist"], ["specialist.id"], name=op.f("fk_extra_hours_specialist")
        ),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_extra_hours_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_hours")),
    )
    with op.batch_alter_table("extra_hours", schema=None) as batch_op:
        batch_op.create_index("ix_extra_hours_specialist_day", ["specialist", "day"], unique=False)

    op.create_table(
        "specialist_service",
        sa.Column("specialist", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service"], ["service.id"], name=op.f("fk_specialist_service_service")
        ),
        sa.ForeignKeyConstraint(
            ["specialist"], ["specialist.id"], name=op.f("fk_specialist_service_specialist")
        ),
        sa.ForeignKeyConstraint(
            ["tenant"], ["tenant.id"], name=op.f("fk_specialist_service_tenant")
        ),
        sa.PrimaryKeyConstraint("specialist", "service", name=op.f("pk_specialist_service")),
    )
    op.create_table(
        "working_hours",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("specialist", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), server_default="", nullable=False),
        sa.Column("every_weeks", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("audience", sa.Text(), server_default="public", nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.id"], name=op.f("fk_working_hours_office")),
        sa.ForeignKeyConstraint(
            ["specialist"], ["specialist.id"], name=op.f("fk_working_hours_specialist")
        ),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_working_hours_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
    )
    with op.batch_alter_table("working_hours", schema=None) as batch_op:
        batch_op.create_index("ix_working_hours_specialist", ["specialist"], unique=False)
