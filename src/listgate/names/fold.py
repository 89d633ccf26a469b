"""The folded form that names are compared in: plain lower-case ASCII words.

Whole blocks of names are folded at once, one a line, since a string operation on a
thousand names costs little more than on one.
"""

from __future__ import annotations

from collections.abc import Sequence

# Apostrophes and quotes stand inside names and say nothing: O'Brien, 'Abd.
_GONE = "'`\"^~"
_TABLE: dict[int, str | None] = {c: " " for c in range(128) if not chr(c).isalnum()}
_TABLE |= {ord(c): None for c in _GONE}
_TABLE |= {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_TABLE[10] = "\n"


def fold_block(text: str) -> bytes:
    """Folded form of names standing one a line, in plain ASCII.

    A control character that a rendering let through is dropped: one odd cell must not
    stop a block of thousands.
    """
    if "&" in text:
        text = text.replace("&", " and ")
    if "." in text:
        text = _undotted(text)
    return text.translate(_TABLE).encode("ascii", "ignore")


def _undotted(text: str) -> str:
    """The text without the dots between single letters: A.I.C., L.X.C and s.r.l. are words."""
    first, *rest = text.split(".")
    out, before = [first], first
    for part in rest:
        # A letter that stands alone before the dot, and another one after it.
        if (
            before[-1:].isalpha()
            and not before[-2:-1].isalnum()
            and part[:1].isalpha()
            and not part[1:2].isalnum()
        ):
            out.append(part)
        else:
            out += (".", part)
        before = part
    return "".join(out)


def fold(name: str) -> str:
    """Folded form of one name in plain ASCII: words separated by single spaces."""
    return " ".join(fold_block(name.replace("\n", " ")).decode("ascii").split())


def one_line(name: str) -> str:
    """The name without line breaks, so that it can stand in a block."""
    return " ".join(name.splitlines()) if "\n" in name or "\r" in name else name


def fold_lines(names: Sequence[str]) -> tuple[bytes, list[int]]:
    """Folded block of ASCII names and the offsets of its lines (one more than names).

    Each line's span ends before the line break that follows it, at ``offsets[i + 1]``
    counted with it; the break itself is folded into a space.
    """
    block = fold_block("\n".join(names))
    offsets = [0]
    at = 0
    for _ in range(len(names) - 1):
        at = block.index(b"\n", at) + 1
        offsets.append(at)
    offsets.append(len(block) + 1 if names else 0)
    return block.replace(b"\n", b" ") + b" ", offsets
