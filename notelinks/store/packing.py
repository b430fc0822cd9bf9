"""How text and words of notes are compressed in the database.

They are unpacked in SQL, by functions that every connection is given: what cannot be unpacked is then an error of
SQLite, like any other damage.
"""

import zlib

_LEVEL = 1
"""Of zlib: higher ones save another twentieth and take up to twice the time."""

_ID_BYTES = 4


def pack_text(text: str) -> bytes:
    """Text, compressed."""
    return zlib.compress(text.encode(), _LEVEL)


def pack_ids(ids: bytes) -> bytes:
    """Little-endian int32 numbers, compressed: first the low bytes of all, then the next ones, which are alike."""
    return zlib.compress(b"".join(ids[plane::_ID_BYTES] for plane in range(_ID_BYTES)), _LEVEL)


def unpack_text(packed: bytes) -> str:
    """What `pack_text` has packed."""
    return zlib.decompress(packed).decode()


def unpack_ids(packed: bytes) -> bytes:
    """What `pack_ids` has packed."""
    planes = zlib.decompress(packed)
    n_ids, rest = divmod(len(planes), _ID_BYTES)
    if rest:
        raise ValueError("not a whole number of ids")
    ids = bytearray(len(planes))
    for plane in range(_ID_BYTES):
        ids[plane::_ID_BYTES] = planes[plane * n_ids : (plane + 1) * n_ids]
    return bytes(ids)
