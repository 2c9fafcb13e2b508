"""Write the golden passes: run by hand when the format gets a new version, never to please a test.

Uses nothing of vuoro, so that the vectors check the product and not themselves.
"""

import base64
import json
import struct
import uuid
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED = bytes(range(32))
TENANT = uuid.UUID("11111111-2222-4333-8444-555555555555")
CASES: tuple[tuple[str, int, int, str, int, str, int, int], ...] = (
    ("a booking", 1, 17, "0f1e2d3c4b5a69788796a5b4c3d2e1f0", 0, "2026-11-23T08:30:00Z", 600, 0),
    ("any office, second revision", 2, 0, "a" * 32, 2, "2026-03-29T00:59:59Z", 60, 0),
    ("all at their least", 0, 0, "0" * 32, 0, "1970-01-01T00:00:00Z", 0, 0),
    ("all at their most", 255, 65535, "f" * 32, 255, "2106-02-07T06:28:15Z", 65535, 255),
)  # fmt: skip


def main() -> None:
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    document = {
        "seed": SEED.hex(),
        "public": key.public_key().public_bytes_raw().hex(),
        "tenant": str(TENANT),
        "passes": [_vector(key, case) for case in CASES],
    }
    target = Path(__file__).with_name("passes.json")
    target.write_text(json.dumps(document, indent=2) + "\n", encoding="ascii")


def _vector(
    key: Ed25519PrivateKey, case: tuple[str, int, int, str, int, str, int, int]
) -> dict[str, str | int]:
    name, kid, site, pass_id, revision, starts, minutes, flags = case
    seconds = int(datetime.fromisoformat(starts).timestamp())
    payload = struct.pack(">BBH", 1, kid, site) + bytes.fromhex(pass_id)
    payload += struct.pack(">BIHB", revision, seconds, minutes, flags)
    signature = key.sign(b"vuoro-pass-v1\x00" + TENANT.bytes + payload)
    return {
        "name": name,
        "key": kid,
        "site": site,
        "id": pass_id,
        "revision": revision,
        "starts": starts,
        "minutes": minutes,
        "flags": flags,
        "payload": payload.hex(),
        "text": "VU1" + base64.b32encode(payload + signature).decode().replace("=", ""),
    }


if __name__ == "__main__":
    main()
