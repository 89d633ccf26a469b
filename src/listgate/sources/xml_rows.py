"""XML of a publisher → its rows as plain values, read as a stream and without trust.

A row is an element of a list's own kind (``INDIVIDUAL``, ``sanctionEntity``); it becomes
a tree of dictionaries that keeps everything that the publisher wrote: attributes under
``@name``, the text of an element that has more than text under ``#``, children under
their names, as a list where a name comes several times. An element with text alone is
that text. Names are without their namespace.

Nothing outside the file is ever asked for: no DTD, no entities, no network.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from listgate.errors import ParseError

if TYPE_CHECKING:
    from lxml.etree import _Element

Value = Any  # a string, or a dictionary of values and lists of values
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SHOWN = 12


@dataclass(slots=True)
class Unknown:
    """Elements and attributes that a form does not know, each with its first line.

    ``known`` holds paths below the row, such as ``names/name/@id``; a path that ends
    in ``/*`` takes in all that is below it. ``frame`` names the elements that stand
    beside the rows and hold none; others there may be parties of a new kind.
    """

    known: Collection[str]
    frame: Collection[str] = ()
    seen: dict[str, int] = field(default_factory=dict)
    fine: set[str] = field(default_factory=set)
    beside: dict[str, int] = field(default_factory=dict)

    def note(self, path: str, line: int) -> None:
        """Remembers a path that is not known, the first time it comes."""
        if path in self.fine or path in self.seen:
            return
        parts = path.split("/")
        above = ("/".join([*parts[:n], "*"]) for n in range(1, len(parts)))
        if path in self.known or any(a in self.known for a in above):
            self.fine.add(path)
        else:
            self.seen[path] = line

    def remarks(self) -> tuple[str, ...]:
        """A sentence for what was new in the rows, and one for what was beside them."""
        told = []
        if self.seen:
            told.append(
                "This form of the list has parts that were not known and are kept as "
                f"published: {_places(self.seen)}."
            )
        if self.beside:
            told.append(
                "This file has parts beside the list's rows that were not known and "
                f"were not taken: {_places(self.beside)}."
            )
        return tuple(told)


def _places(seen: Mapping[str, int]) -> str:
    found = [f"{path} (line {line})" for path, line in seen.items()]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"{', '.join(found[:_SHOWN])}{more}"


@dataclass(slots=True)
class _Beside:
    """An open element that stands beside rows or holds them."""

    path: str
    line: int
    rows: bool = False  # whether it holds any
    empty: list[tuple[str, int]] = field(default_factory=list)  # parts without rows


def root_name(data: bytes, name: str = "") -> str:
    """The name of the document's outermost element, without its namespace.

    Raises:
        ParseError: the document declares a DTD, or is no XML.
    """
    for _, element in _events(data, name, ("start",)):
        return _local(element.tag)
    raise ParseError(name, f"{_file(name)} is XML without an element.", "line 1")


def read_rows(
    data: bytes,
    tags: Collection[str],
    *,
    unknown: Unknown | None = None,
    name: str = "",
) -> Iterator[tuple[str, Value]]:
    """Every element with one of the names ``tags``, as ``(name, value)``.

    Elements inside such an element are part of its value and not given again. The
    outermost element comes first, with its attributes only.

    Raises:
        ParseError: the document is cut off, damaged, or declares a DTD.
    """
    inside: _Element | None = None
    around: list[_Beside] = []  # the open elements, outermost first
    for event, element in _events(data, name, ("start", "end")):
        if event == "start":
            if not around:
                around.append(_Beside("", 0, rows=True))
                yield _local(element.tag), _attributes(element)
            elif inside is None and _local(element.tag) in tags:
                inside = element
                for one in around:
                    one.rows = True
            elif inside is None:
                path = f"{around[-1].path}/{_local(element.tag)}"
                around.append(_Beside(path.lstrip("/"), _line(element)))
        elif element is inside:
            yield _local(element.tag), _value(element, "", unknown)
            inside = None
            _forget(element)
        elif inside is None:
            _close(around, element, unknown)
            _forget(element)


def _close(around: list[_Beside], element: _Element, unknown: Unknown | None) -> None:
    """Notes an element beside the rows that says something and is none of the form's.

    Of elements within one another the outermost is told.
    """
    one = around.pop()
    if not one.rows:
        if one.empty or element.attrib or (element.text or "").strip():
            around[-1].empty.append((one.path, one.line))
    elif unknown is not None:
        for path, line in one.empty:
            if path not in unknown.frame:
                unknown.beside.setdefault(path, line)


def _events(
    data: bytes, name: str, events: Collection[str]
) -> Iterator[tuple[str, _Element]]:
    from lxml import etree  # only a publisher's XML needs it

    try:
        context = etree.iterparse(
            io.BytesIO(data),
            events=tuple(events),
            load_dtd=False,
            dtd_validation=False,
            no_network=True,
            resolve_entities=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
        )
        checked = False
        for event, element in context:
            if not checked:
                checked = True
                if element.getroottree().docinfo.doctype:
                    raise ParseError(
                        name,
                        f"{_file(name)} declares a document type of its own; no "
                        "publisher's list does, so nothing of it was taken.",
                        "line 1",
                    )
            yield event, element
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        message = " ".join(str(error.msg or "").split())
        last = data.rstrip(b"\0 \t\r\n")[-1:]
        if "Premature end" in message or "Extra content" in message or last != b">":
            raise ParseError(
                name,
                f"{_file(name)} ends in the middle of its XML or goes on behind it: it "
                "is a broken download, so nothing of it was taken.",
                f"line {line}",
            ) from error
        raise ParseError(
            name,
            f"{_file(name)} is XML with a fault on line {line}: "
            f"{re.sub(r', line [0-9]+.*$', '', message)}.",
            f"line {line}",
        ) from error


def _forget(element: _Element) -> None:
    """Frees what has been read, so that a long document needs little memory."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _attributes(element: _Element) -> Value:
    return {_attribute(k): str(v) for k, v in element.items()}


def _value(element: _Element, path: str, unknown: Unknown | None) -> Value:
    """The element whole; text keeps its words, white space around it goes."""
    value: dict[str, Value] = {}
    fine = unknown.fine if unknown is not None else None
    for key, text in element.items():
        label = _attribute(key)
        if text:
            value[label] = str(text)
        if unknown is not None and fine is not None and path + label not in fine:
            unknown.note(path + label, _line(element))
    text = (element.text or "").strip()
    for child in element:
        tag = _local(child.tag)
        at = path + tag
        if unknown is not None and fine is not None and at not in fine:
            unknown.note(at, _line(child))
        _add(value, tag, _value(child, at + "/", unknown))
        if child.tail and (tail := child.tail.strip()):
            text = f"{text} {tail}" if text else tail
    if not value:
        return text
    if text:
        value["#"] = text
    return value


def _add(value: dict[str, Value], tag: str, child: Value) -> None:
    if child in ("", {}):
        return  # an empty element says nothing
    if tag not in value:
        value[tag] = child
    elif isinstance(value[tag], list):
        value[tag].append(child)
    else:
        value[tag] = [value[tag], child]


def _line(element: Any) -> int:
    return int(element.sourceline or 0)


@lru_cache(maxsize=4096)
def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


@lru_cache(maxsize=4096)
def _attribute(key: Any) -> str:
    return f"@{_local(key)}"


def each(value: Value, *path: str) -> list[Value]:
    """All values at a path below a value, in the publisher's order."""
    found = [value]
    for step in path:
        below: list[Value] = []
        for one in found:
            child = one.get(step) if type(one) is dict else None
            if type(child) is list:
                below.extend(child)
            elif child is not None:
                below.append(child)
        found = below
    return found


def words(value: Value, *path: str) -> list[str]:
    """All texts at a path, white space folded, empty ones left out."""
    return [text for one in each(value, *path) if (text := _text(one))]


def word(value: Value, *path: str) -> str:
    """The first text at a path, white space folded; empty where there is none."""
    if len(path) == 1 and type(value) is dict:  # by far the most common question
        child = value.get(path[0])
        if child is None:
            return ""
        if type(child) is str:
            return " ".join(child.split())
    return next(iter(words(value, *path)), "")


def _text(value: Value) -> str:
    if type(value) is dict:
        value = value.get("#", "")
    return " ".join(str(value).split())


def columns(value: Value) -> tuple[tuple[str, str], ...]:
    """A row as published, column by column; what is not plain text as JSON."""
    if type(value) is not dict:
        return (("#", str(value)),)
    return tuple(
        (key, part if isinstance(part, str) else _encode(part))
        for key, part in value.items()
    )


def as_json(value: Value) -> str:
    """A value as the compact JSON text that ``columns`` uses."""
    return _encode(value)


def _file(name: str) -> str:
    return name or "The file"
