"""Third-party JSON readings of the EU's and the UK's XML → entries.

Others pass the two lists on with one object a subject, under the publishers' own names
in snake case (``name_aliases``, ``ofsi_group_id``), as JSON lines or an array. Put back
into the tree of the XML they are read as that is, so that both give the same entries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from listgate.errors import ParseError
from listgate.records import ParsedList
from listgate.sources import eu_fsf, gb_fcdo_xml
from listgate.sources.gb_fcdo import gather
from listgate.sources.partial_dates import whole_date
from listgate.sources.xml_rows import Unknown, Value, words

_EU = frozenset(("eu_reference_number", "name_aliases"))
_UK = frozenset(("unique_id", "names", "regime_name"))
_INSIDE = (dict, list)
# Elements of the EU's XML; whatever else is plain is an attribute there.
_ELEMENTS = {
    "regulations": "regulation",
    "name_aliases": "nameAlias",
    "citizenships": "citizenship",
    "birthdates": "birthdate",
    "addresses": "address",
    "identifications": "identification",
    "regulation_summaries": "regulationSummary",
    "remarks": "remark",
    "remark": "remark",
    "contact_infos": "contactInfo",
}
# The UK's names that are not their words with capitals.
_UK_NAMES = {
    "unique_id": "UniqueID",
    "ofsi_group_id": "OFSIGroupID",
    "un_reference_number": "UNReferenceNumber",
    "uk_statement_of_reasons": "UKStatementofReasons",
    "dobs": "DOBs",
    "dob": "DOB",
    "imo_numbers": "IMONumbers",
    "imo_number": "IMONumber",
}
# Days on which a publisher changed something.
_EU_DAYS = (
    ("regulation", "@publicationDate"),
    ("nameAlias", "regulationSummary", "@publicationDate"),
)
_UK_DAYS = (("LastUpdated",), ("DateDesignated",))
# Below these the readings say the plural again where the XML has one element each.
_ONE = {
    "names": "Name",
    "non_latin_names": "NonLatinName",
    "addresses": "Address",
}


def looks_like_reading(row: Any) -> bool:
    """Whether a first row is one of these readings."""
    return isinstance(row, Mapping) and (row.keys() >= _EU or row.keys() >= _UK)


def parse_readings(rows: Sequence[Any], *, name: str = "") -> tuple[ParsedList, ...]:
    """The list in one reading.

    Args:
        rows: The objects; the first is one that ``looks_like_reading``.
        name: What the caller calls the file, for messages.

    Raises:
        ParseError: a row is no object, or a subject has no name.
    """
    eu = rows[0].keys() >= _EU
    form = eu_fsf if eu else gb_fcdo_xml
    unknown = Unknown(form.known_paths())
    trees = []
    for at, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise ParseError(
                name, f"{name or 'The file'}: row {at} is no object.", f"row {at}"
            )
        tree = _tree(row, _eu_key if eu else _uk_key)
        _note(tree, "", at, unknown)
        trees.append(tree)
    days = (
        whole_date(text)
        for tree in trees
        for path in (_EU_DAYS if eu else _UK_DAYS)
        for text in words(tree, *path)
    )
    # A reading leaves out the day on which the publisher made the file.
    newest = max((day for day in days if day), default=None)
    if eu:
        entries = tuple(eu_fsf.entry_of(tree, name) for tree in trees)
        parsed = ParsedList(eu_fsf.CODE, entries, None, unknown.remarks())
    else:
        designations = map(gb_fcdo_xml.designation_of, trees)
        (parsed,) = gather(designations, None, unknown.remarks(), name)
    return (replace(parsed, newest=newest),)


_Key = Callable[[str, bool, str], str]


def _tree(value: Any, key_of: _Key, above: str = "") -> Value:
    """A value as ``xml_rows`` would read it from the publisher's XML."""
    kind = type(value)
    if kind is str:
        return value
    if kind is dict:
        return {
            key_of(key, type(part) in _INSIDE, above): _tree(part, key_of, key)
            for key, part in value.items()
            if part or part is False or part == 0
        }
    if kind is list:
        return [_tree(part, key_of, above) for part in value if part is not None]
    return ("true" if value else "false") if kind is bool else str(value)


@lru_cache(maxsize=1024)
def _eu_key(key: str, inside: bool, above: str) -> str:
    """A key as the EU's XML has it; ``inside``: whether it holds others."""
    if key in _ELEMENTS:
        return _ELEMENTS[key]
    first, *rest = key.split("_")
    camel = first + "".join(word.capitalize() for word in rest)
    # A regulation has its address in an element, the summaries theirs in an attribute.
    if inside or (above, key) == ("regulations", "publication_url"):
        return camel
    return f"@{camel}"


@lru_cache(maxsize=1024)
def _uk_key(key: str, inside: bool, above: str) -> str:
    """A key as the UK's XML has it; ``inside``: whether it holds others."""
    if inside and above in _ONE:
        return _ONE[above]
    if key in _UK_NAMES:
        return _UK_NAMES[key]
    return "".join(word.capitalize() for word in key.split("_"))


def _note(value: Value, path: str, row: int, unknown: Unknown) -> None:
    """Notes what the publisher's form does not know, at the row that first has it."""
    if type(value) is list:
        for part in value:
            if type(part) in _INSIDE:
                _note(part, path, row, unknown)
    elif type(value) is dict:
        for key, part in value.items():
            at = f"{path}/{key}" if path else key
            if at not in unknown.fine:
                unknown.note(at, row)
            if type(part) in _INSIDE:
                _note(part, at, row, unknown)
