"""Who gets a release first: the offices that were chosen, then a share of all other devices."""

import hashlib
from collections.abc import Collection


def share_of(rollout: str, device: str) -> int:
    """Where a device stands among all, 0 to 99; another place in each rollout, always the same."""
    digest = hashlib.sha256(f"{rollout}|{device}".encode()).digest()
    return int.from_bytes(digest[:8]) % 100


def is_in_ring(
    rollout: str, device: str, office: str, offices: Collection[str], percent: int
) -> bool:
    """Whether a device is to have the release by now. Who was in stays in as ``percent`` grows."""
    return office in offices or share_of(rollout, device) < percent
