"""What the item's classification asks for the destination: parts 738, 742 and 774."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from listgate.errors import QueryError
from listgate.license.case import Case
from listgate.license.controls import Where, applies
from listgate.license.eccn import Eccn, named_eccns
from listgate.license.exceptions import ExceptionTold, exceptions_of
from listgate.license.geography import Chart, row_of
from listgate.license.logic import Tri, every, some
from listgate.license.outcome import ItemOutcome
from listgate.license.rulebook import Region
from listgate.license.scope import paragraphs_named
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
# Footnotes 2 and 4 speak of the cameras of 6A003.b.4.b (742.4(a)(3), 742.6(a)(2), (4)(ii)).
_CAMERAS = named_eccns("6A003.b.4.b")
_FOOTNOTE_7 = named_eccns("6A003.b.4.b, 9A515.e")
# A paragraph that no row names: what holds for it holds for all the others of an entry.
_OTHER = "other"


_LEFT_OUT = (
    "Food and medicine designated as EAR99, and items of other named kinds, may be left "
    "out by part 746 or licensed by the Treasury."
)


@dataclass(frozen=True, slots=True)
class ControlTold:
    """One reason for control, and whether it asks for a license; None: not to be told."""

    reason: str
    column: str
    applies: Tri
    rule: str
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
    row = row_of(destination)
    if row == "US":
        check = (
            "A domestic sale is no export: knowledge of an export, and releases to foreign "
            "persons (734.13(a)(2)), would change this."
        )
        return ItemFinding(ItemOutcome.NOT_REQUIRED, checks=(check,))
    if row in chart_of.chart.embargoed:
        return _embargo(case, chart_of)
    region = case.tx.region
    if region is not None and region.from_ <= day:
        return _embargoed_region(case, region)
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
        checks.append(_LEFT_OUT)
    told = ControlTold("embargo", "no marks", True, "15 CFR part 746", f"{pointer}")
    return ItemFinding(ItemOutcome.EMBARGO, (told,), (), tuple(checks), tables.version)


def _embargoed_region(case: Case, region: Region) -> ItemFinding:
    checks = [region.text]
    if case.item.is_ear99:
        checks.append(_LEFT_OUT)
    told = ControlTold("embargo", region.name, True, region.citation, region.text)
    return ItemFinding(ItemOutcome.EMBARGO, (told,), (), tuple(checks))


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
    if not entry.controls and _ITAR in plain(entry.heading):
        text = f"{entry.eccn} points to the ITAR (22 CFR parts 120 to 130): ask the State Department's rules."
        return ItemFinding(
            ItemOutcome.UNDETERMINED, checks=(text,), tables=tables.version
        )
    chart = chart_of.chart.on(case.day, chart_of.published_at)
    controls = list(_controls(case, eccn, entry, chart))
    asked = some(c.applies for c in controls)
    checks: list[str] = []
    if not controls:
        asked = None
        checks.append(
            f"{entry.eccn} states its license requirements in words that are not at hand."
        )
    elif asked is None and all(
        some(c.applies for c in _controls(case, part, entry, chart))
        for part in _parts(eccn, entry)
    ):
        asked = True
        checks.append(
            f"Every paragraph of {eccn} needs a license, for different reasons: give "
            "the paragraph."
        )
    if asked is None:
        open_ = dict.fromkeys(
            f"{c.reason}: {c.text}".rstrip(".") for c in controls if c.applies is None
        )
        checks.append(
            f"{eccn} as given does not decide: {'; '.join(open_) or 'read the entry'}."
        )
        if doubtful := chart.perhaps.get(row_of(destination)):
            checks.append(
                f"The Country Chart at hand is of {chart_of.published_at}: whether it "
                f"marked {', '.join(sorted(doubtful))} for {destination} on {case.day} "
                "is not known."
            )
    if destination == "AE" and any(
        c.applies and "(iii)(B)" in c.rule for c in controls
    ):
        checks.append(
            "Approved entities of Supplement No. 8 to part 740 need no license by "
            "742.6(a)(6)(iii)(B)."
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
    reasons = {c.reason for c in controls if c.applies}
    return ItemFinding(
        outcome,
        tuple(controls),
        tuple(exceptions_of(case, eccn, entry, reasons)) if asked is not False else (),
        tuple(checks),
        tables.version,
    )


def _parts(eccn: Eccn, entry: CclEntry) -> Iterator[Eccn]:
    """The paragraphs of which an item given less exactly must be one.

    Where they are not all known, one that no row names stands for the others.
    """
    named = paragraphs_named(tuple(c.applies for c in entry.controls), entry.eccn)
    known = {Eccn(entry.eccn, (letter,)) for letter in entry.paragraphs}
    if any(e.path[0] not in entry.paragraphs for e in named if e.path):
        known = set()
    inside = [
        e for e in named | known if len(e.path) > len(eccn.path) and e.within(eccn)
    ]
    for part in inside if known and not eccn.path else (eccn, *inside):
        parted = any(e is not part and e.within(part) for e in inside)
        yield Eccn(part.base, (*part.path, _OTHER)) if parted or part is eccn else part


def _controls(
    case: Case, eccn: Eccn, entry: CclEntry, chart: Chart
) -> Iterator[ControlTold]:
    """Each reason for control, whether it asks for a license to the destination."""
    destination = case.tx.destination
    with_z = case.rules.on("z-paragraphs", case.day) is not None
    for control in entry.controls:
        reason, item, column = applies(control, eccn, with_z=with_z)
        goes = column.reaches(destination, chart, case.groups)
        if not column.begun(case.day):
            item = False
        text = control.applies
        if column.where is Where.FOOTNOTE_5:
            # A party with that footnote needs a license for any item by its entry.
            goes = False if case.tx.parties else None
            text += ", where a party carries footnote 5 of the Entity List"
        yield ControlTold(
            reason,
            control.column or control.applies,
            every((item, goes)),
            column.rule,
            text,
        )
    yield from _bypasses(case, eccn)
    yield from _unstated(case, eccn, entry)
    yield from _chart_footnotes(case, eccn, chart)
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


def _bypasses(case: Case, eccn: Eccn) -> Iterator[ControlTold]:
    row = row_of(case.tx.destination)
    for rule in case.rules.bypasses:
        inside = rule.eccns.holds(eccn)
        if inside is False:
            continue
        goes: Tri = row in rule.only if rule.only else row not in rule.except_
        if goes and rule.open:
            goes = None
        yield ControlTold(
            rule.reason, "", every((inside, goes)), rule.citation, rule.text
        )


def _unstated(case: Case, eccn: Eccn, entry: CclEntry) -> Iterator[ControlTold]:
    """Reasons for control that an entry names and of which its table says nothing."""
    if not entry.controls:
        return
    rows = {c.applies[:2] for c in entry.controls}
    told = rows | case.rules.outside_the_chart(eccn.base)
    if rows - entry.named_reasons - {"Ru"}:
        return  # the line of reasons is misprinted (3A232), or left empty (5E002)
    for reason in sorted(entry.named_reasons - told - {"AT"}):
        yield ControlTold(
            reason,
            "",
            None,
            "15 CFR part 774, Supp. No. 1",
            "the entry names this reason for control, and its table says nothing of it",
        )


def _chart_footnotes(case: Case, eccn: Eccn, chart: Chart) -> Iterator[ControlTold]:
    """What the chart's footnotes add at the destination's row."""
    destination = case.tx.destination
    for number in chart.footnotes_at(destination):
        text = chart.texts.get(number, f"Footnote {number} of the Country Chart.")
        value: Tri = False
        if number in (2, 4) and some(eccn.within(n) for n in _CAMERAS) is not False:
            value = None
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
