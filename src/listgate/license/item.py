"""What the item's classification asks for the destination: parts 738, 742 and 774."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from listgate.errors import QueryError
from listgate.license.case import Case
from listgate.license.controls import applies
from listgate.license.eccn import Eccn, named_eccns
from listgate.license.geography import row_of
from listgate.license.logic import Tri, some
from listgate.license.outcome import ItemOutcome
from listgate.license.tables import CclEntry, EarTables, Shelf
from listgate.license.words import plain

# 746.8(a)(1): every entry of the control list, for Russia since 2022-04-08 (before, since
# 2022-02-24, categories 3 to 9), for Belarus alike since 2022-03-02 and 2022-04-08.
_ALL_CCL = date(2022, 4, 8)
_CATEGORIES_3_TO_9 = {"RU": date(2022, 2, 24), "BY": date(2022, 3, 2)}
# Footnote 10 of the chart: firearms that need a license to Australia and the United
# Kingdom although no column is marked.
_FIREARMS = named_eccns(
    "0A501, 0A502, 0A504.i, 0A505.a, 0A505.x, 0A506, 0A507, 0A508, 0A509, 0D501, 0D505, "
    "0E501, 0E504, 0E505"
)
# The end of Hong Kong as a destination of its own (85 FR 83765).
_HONG_KONG = date(2020, 12, 23)
_ITAR = 'are "subject to the itar'
_FOOTNOTE_7 = named_eccns("6A003.b.4.b, 9A515.e")


@dataclass(frozen=True, slots=True)
class ControlTold:
    """One reason for control, and whether it asks for a license; None: not to be told."""

    reason: str
    column: str
    applies: Tri
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class ExceptionTold:
    """A license exception to look at, with its main condition as printed."""

    symbol: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """The outcome for the item."""

    outcome: ItemOutcome
    controls: tuple[ControlTold, ...] = ()
    exceptions: tuple[ExceptionTold, ...] = ()
    checks: tuple[str, ...] = ()
    tables: str = ""


def judge(case: Case, shelf: Shelf) -> ItemFinding:
    """Whether the item needs a license for the destination by its classification.

    Raises:
        QueryError: The ECCN is not on the control list of the day.
    """
    if case.subject.value is False:
        return ItemFinding(ItemOutcome.NOT_SUBJECT, checks=case.subject.checks)
    found = _judge(case, shelf)
    if case.subject.value is None and found.outcome is not ItemOutcome.NOT_EVALUATED:
        return ItemFinding(
            ItemOutcome.UNDETERMINED,
            found.controls,
            found.exceptions,
            (case.subject.text, *found.checks),
            found.tables,
        )
    return found


def _judge(case: Case, shelf: Shelf) -> ItemFinding:
    chart_of = case.tables or shelf.embedded
    destination, day = case.tx.destination, case.day
    if destination == "US":
        check = (
            "A domestic sale is no export: knowledge of an export, and releases to foreign "
            "persons (734.13(a)(2)), would change this."
        )
        return ItemFinding(ItemOutcome.NOT_REQUIRED, checks=(check,))
    row = row_of(destination)
    if row in chart_of.chart.embargoed:
        return _embargo(case, chart_of)
    if case.item.is_ear99:
        return _ear99(case, chart_of)
    eccn = case.item.eccn
    if eccn is None:
        raise AssertionError  # EAR99 was answered above
    tables, entry, why = _entry(eccn, shelf, day)
    if entry is None or tables is None:
        if why:
            return ItemFinding(ItemOutcome.UNDETERMINED, checks=(why,))
        text = "The control list is not loaded: `listgate update us-ear --from PATH` loads it."
        return ItemFinding(ItemOutcome.NOT_EVALUATED, checks=(text,))
    if not chart_of.chart.knows(destination):
        text = f"The Country Chart at hand has no row for {destination}: see part 738."
        return ItemFinding(
            ItemOutcome.UNDETERMINED, checks=(text,), tables=tables.version
        )
    return _by_entry(case, eccn, entry, tables, chart_of)


def _entry(
    eccn: Eccn, shelf: Shelf, day: date
) -> tuple[EarTables | None, CclEntry | None, str]:
    """The entry that answers for a day, with its tables; else why there is none."""
    tables = shelf.on(day)
    if tables is not None:
        entry = tables.entry(eccn)
        if entry is None:
            raise QueryError(
                "item.eccn",
                f"{eccn} is not on the control list of {tables.published_at}",
            )
        return tables, entry, ""
    ours = shelf.embedded.entry(eccn)
    if ours is not None and (ours.since or shelf.embedded.published_at) <= day:
        return shelf.embedded, ours, ""
    oldest = shelf.oldest()
    if oldest is not None or ours is not None:
        have = oldest or shelf.embedded.published_at
        return (
            None,
            None,
            (
                f"The control list of {day} is missing: the oldest at hand is of {have}; "
                f"`listgate update us-ear --edition {day}` or --from loads it."
            ),
        )
    return None, None, ""


def _embargo(case: Case, tables: EarTables) -> ItemFinding:
    pointer = tables.chart.embargoed[row_of(case.tx.destination)]
    checks = [pointer]
    if case.item.is_ear99:
        checks.append(
            "Food and medicine designated as EAR99, and items of other named kinds, may be "
            "left out by part 746 or licensed by the Treasury."
        )
    told = ControlTold("embargo", "no marks", True, "15 CFR part 746", f"{pointer}")
    return ItemFinding(ItemOutcome.EMBARGO, (told,), (), tuple(checks), tables.version)


def _ear99(case: Case, tables: EarTables) -> ItemFinding:
    destination = case.tx.destination
    if (
        destination in _CATEGORIES_3_TO_9
        and case.day >= _CATEGORIES_3_TO_9[destination]
    ):
        text = (
            f"EAR99 items to {destination} need a license where Supplements No. 2, 4, 5 or 6 "
            "to part 746 name them by tariff code (item.hts): they are not at hand."
        )
        return ItemFinding(ItemOutcome.UNDETERMINED, checks=(text,))
    checks = [
        "EAR99 was taken as stated: confirm that no entry of the control list fits."
    ]
    checks.extend(_regions(destination, case.day))
    return ItemFinding(ItemOutcome.NOT_REQUIRED, checks=tuple(checks))


def _regions(destination: str, day: date) -> Iterator[str]:
    if destination == "HK" and day < _HONG_KONG:
        yield (
            f"Hong Kong had a row of its own until {_HONG_KONG - timedelta(days=1)} "
            "(85 FR 83765), which is not at hand: the stricter one of China was used."
        )
    if destination == "UA":
        yield (
            "Crimea and the so-called Donetsk and Luhansk republics are embargoed (746.6): "
            "confirm that the destination is not there."
        )


def _by_entry(
    case: Case, eccn: Eccn, entry: CclEntry, tables: EarTables, chart_of: EarTables
) -> ItemFinding:
    destination = case.tx.destination
    if _ITAR in plain(entry.heading) and not entry.controls:
        text = f"{entry.eccn} points to the ITAR (22 CFR parts 120 to 130): ask the State Department's rules."
        return ItemFinding(
            ItemOutcome.UNDETERMINED, checks=(text,), tables=tables.version
        )
    controls = list(_controls(case, eccn, entry, tables, chart_of))
    asked = some(c.applies for c in controls)
    checks: list[str] = []
    if not controls:
        asked = None
        checks.append(
            f"{entry.eccn} states its license requirements in words that are not at hand."
        )
    if asked is None:
        open_ = [f"{c.reason}: {c.text}" for c in controls if c.applies is None]
        checks.append(
            f"{eccn} as given does not decide: {'; '.join(open_) or 'read the entry'}."
        )
    checks.extend(_regions(destination, case.day))
    if tables is not chart_of or not tables.complete:
        checks.append(
            f"{entry.eccn} was read from the small embedded table of "
            f"{tables.published_at}; load the control list for the whole."
        )
    outcome = {
        True: ItemOutcome.LICENSE_REQUIRED,
        False: ItemOutcome.NOT_REQUIRED,
        None: ItemOutcome.UNDETERMINED,
    }[asked]
    return ItemFinding(
        outcome,
        tuple(controls),
        tuple(_exceptions(entry)) if asked is not False else (),
        tuple(checks),
        tables.version,
    )


def _controls(
    case: Case, eccn: Eccn, entry: CclEntry, tables: EarTables, chart_of: EarTables
) -> Iterator[ControlTold]:
    """Each reason for control, whether it asks for a license to the destination."""
    destination = case.tx.destination
    with_z = case.rules.on("z-paragraphs", case.day) is not None
    for control in entry.controls:
        reason, item, column = applies(control, eccn, with_z=with_z)
        goes = column.reaches(destination, chart_of.chart, case.groups)
        value: Tri = None
        if item is False or goes is False:
            value = False
        elif item is True and goes is True:
            value = True
        yield ControlTold(
            reason,
            control.column or control.applies,
            value,
            "15 CFR part 738, Supp. No. 1" if column.columns else "15 CFR part 742",
            control.applies,
        )
    yield from _bypasses(case, eccn, entry)
    yield from _chart_footnotes(case, eccn, chart_of)
    if destination in _CATEGORIES_3_TO_9:
        wide = case.day >= _ALL_CCL
        narrow = case.day >= _CATEGORIES_3_TO_9[destination] and 3 <= eccn.category <= 9
        if wide or narrow:
            yield ControlTold(
                "746.8",
                "any entry",
                True,
                "15 CFR 746.8",
                "A license is required for items of any entry of the control list.",
            )
    if not entry.controls and entry.at_only:
        yield ControlTold(
            "AT",
            "",
            False,
            "15 CFR 742.19",
            "Anti-terrorism controls of this entry are for embargoed destinations.",
        )


def _bypasses(case: Case, eccn: Eccn, entry: CclEntry) -> Iterator[ControlTold]:
    row = row_of(case.tx.destination)
    for rule in case.rules.bypasses:
        if rule.eccns.holds(eccn) is False:
            continue
        if rule.reason in ("CW", "CC", "SL") and any(
            c.applies.startswith(rule.reason) for c in entry.controls
        ):
            continue
        if rule.open:
            value: Tri = None
        elif rule.only:
            value = row in rule.only
        else:
            value = row not in rule.except_
        yield ControlTold(rule.reason, "", value, rule.citation, rule.text)


def _chart_footnotes(
    case: Case, eccn: Eccn, tables: EarTables
) -> Iterator[ControlTold]:
    """What the chart's footnotes add at the destination's row."""
    destination = case.tx.destination
    for number in tables.chart.footnotes_at(destination):
        text = tables.chart.texts.get(
            number, f"Footnote {number} of the Country Chart."
        )
        value: Tri = False
        if number in (2, 4):
            value = None if eccn.base in ("6A002", "6A003", "6A993") else False
        elif number == 3:
            value = None if eccn.base == "0A919" else False
        elif number == 7:
            value = some(eccn.within(n) for n in _FOOTNOTE_7)
        elif number == 10:
            value = _firearm(eccn)
        if value is not False:
            yield ControlTold(
                f"footnote {number}", "", value, "15 CFR part 738, Supp. No. 1", text
            )


def _firearm(eccn: Eccn) -> Tri:
    inside = some(eccn.within(n) for n in _FIREARMS)
    if inside is not True:
        return inside
    if eccn.base == "0A501":
        return None if not eccn.path else eccn.path[0] != "y"
    if eccn.base in ("0A502", "0A508", "0D501", "0D505", "0E505"):
        return None  # barrel length, or what the software or technology is for
    return True


def _exceptions(entry: CclEntry) -> Iterator[ExceptionTold]:
    for symbol, text in entry.exceptions:
        if not text.strip().upper().startswith("N/A") or "except" in text.lower():
            yield ExceptionTold(symbol, text)
