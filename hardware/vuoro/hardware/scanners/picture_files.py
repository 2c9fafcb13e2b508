"""Whether the bytes of a picture file are all there.

Decoders fill what is missing of a PNG or JPEG with grey and say nothing, so the end of the file
is looked at first.
"""

_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


def is_complete(data: bytes) -> bool:
    """True for a whole PNG, JPEG, WebP or BMP; False for part of one and for anything else."""
    if data.startswith(_PNG):
        return data.endswith(_PNG_END)
    if data.startswith(_JPEG):
        return data.endswith(_JPEG_END)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return len(data) >= 8 + int.from_bytes(data[4:8], "little")
    if data.startswith(b"BM"):
        return len(data) >= 14 and len(data) >= int.from_bytes(data[2:6], "little") > 0
    return False
