"""The office file of a device that was given none: one service, one counter, to be filled in."""

import re
from importlib import resources

MARK = "# A small office to start with"
_SITE, _TENANT = re.compile(r"(?m)^site = .*$"), re.compile(r"(?m)^tenant = .*$")


def starter(tenant: str, site: int = 1) -> str:
    """The text of the file, for an employment area and the number of its office."""
    return placed(_shipped(), tenant, site)


def is_starter(text: str) -> bool:
    """Whether a file is ours, and nobody has made it theirs."""
    return text.startswith(MARK)


def placed(text: str, tenant: str, site: int) -> str:
    """The same office in another area."""
    text, sites = _SITE.subn(f"site = {site}", text, count=1)
    text, tenants = _TENANT.subn(f'tenant = "{tenant}"', text, count=1)
    assert sites == tenants == 1, "an office file has both"
    return text


def _shipped() -> str:
    return resources.files(__package__).joinpath("office.toml").read_text(encoding="utf-8")
