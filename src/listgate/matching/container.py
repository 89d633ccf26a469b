"""The file that the kernel maps: ``LGT1``, a count, then named sections."""

from __future__ import annotations

import struct
from collections.abc import Mapping

MAGIC = b"LGT1"
_HEAD = struct.Struct("<4sI")
_SECTION = struct.Struct("<16sQQ")
_ALIGN = 64


def pack(sections: Mapping[str, bytes]) -> bytes:
    """The bytes of a container; sections are aligned to cache lines."""
    offset = _HEAD.size + _SECTION.size * len(sections)
    head = [_HEAD.pack(MAGIC, len(sections))]
    body: list[bytes] = []
    at = offset
    for name, data in sections.items():
        raw = data
        gap = -at % _ALIGN
        body.append(b"\0" * gap)
        at += gap
        head.append(_SECTION.pack(name.encode(), at, len(raw)))
        body.append(raw)
        at += len(raw)
    return b"".join(head + body)


def unpack(data: memoryview) -> dict[str, memoryview]:
    """Views of the sections of a container, copied nowhere.

    Raises:
        ValueError: The bytes are no container.
    """
    if len(data) < _HEAD.size:
        raise ValueError("too short for a container")
    magic, count = _HEAD.unpack_from(data, 0)
    if magic != MAGIC or _HEAD.size + count * _SECTION.size > len(data):
        raise ValueError("not a container of this program")
    found = {}
    for i in range(count):
        name, offset, length = _SECTION.unpack_from(
            data, _HEAD.size + i * _SECTION.size
        )
        if offset + length > len(data):
            raise ValueError("a container cut short")
        found[name.rstrip(b"\0").decode()] = data[offset : offset + length]
    return found
