"""What all tables share: one metadata with named constraints, and the usual columns."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> "Column[str]":
    """A primary key, or a part of one."""
    return Column(name, Text, primary_key=True)


def text(name: str, *, default: str | None = "") -> "Column[str]":
    """Text that is never NULL; ``default`` None means it must be given."""
    if default is None:
        return Column(name, Text, nullable=False)
    return Column(name, Text, nullable=False, default=default, server_default=default)


def maybe(name: str) -> "Column[str]":
    """Text that may be missing."""
    return Column(name, Text)


def moment(name: str, *, optional: bool = False) -> "Column[int]":
    """Milliseconds since 1970 UTC."""
    return Column(name, BigInteger, nullable=optional)


def number(name: str, default: int | None = None) -> "Column[int]":
    """A whole number that is never NULL."""
    if default is None:
        return Column(name, BigInteger, nullable=False)
    return Column(name, BigInteger, nullable=False, default=default, server_default=str(default))


def flag(name: str, default: bool = False) -> "Column[bool]":
    """True or false."""
    from sqlalchemy import false, true

    server = true() if default else false()
    return Column(name, Boolean, nullable=False, default=default, server_default=server)


def document(name: str) -> "Column[object]":
    """JSON: texts by language, lists, question forms."""
    return Column(name, JSON(none_as_null=False), nullable=False)
