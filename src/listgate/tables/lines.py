"""The lines of a text file of any form, plain or compressed, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from listgate.errors import QueryError
from listgate.tables.opening import open_input
from listgate.tables.source import BAD, Source


def text_lines(path: str | Path, encoding: str = "") -> Iterator[str]:
    """The lines of a file, line feeds kept; ``-`` is standard input.

    Lines may be as long as the file: a JSON document often is one line.

    Raises:
        QueryError: There is no such file, it is no text, or it is damaged.
    """
    opened = open_input(path)
    try:
        if opened.kind != "text":
            raise QueryError(
                opened.name, f"this is {opened.kind.upper()}: save it as CSV UTF-8."
            )
        source = Source(opened, encoding)
        end = "\n" if "\n" in source.head or "\r" not in source.head else "\r"
        number = 0
        begun: list[str] = []  # pieces of a line that has not ended
        for text in source.texts():
            if BAD in text:
                line = number + 1 + text[: text.index(BAD)].count(end)
                raise QueryError(
                    f"{source.name}, line {line}",
                    f"holds bytes that are no {source.encoding.name}.",
                )
            if end not in text:
                begun.append(text)
                continue
            first, *lines, rest = text.split(end)
            yield "".join((*begun, first, "\n"))
            for line_text in lines:
                yield line_text + "\n"
            number += 1 + len(lines)
            begun = [rest]
        if last := "".join(begun):
            yield last
    finally:
        opened.close()
