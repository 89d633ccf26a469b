"""Whether a file or a list of it has fallen so far that it must not replace the old."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from listgate.errors import RefusedError
from listgate.history.versions import rank
from listgate.records import DatedBy, ListVersion

# A fall by one in so many is a broken download or a publisher's mishap until someone
# says otherwise: on 2024-05-06 the Treasury's lists vanished from the consolidated file.
FALL = 10
# Below this many entries a fall by a tenth is everyday business, and only reported.
SMALL = 100


def base_of(loaded: Iterable[ListVersion], version: ListVersion) -> ListVersion | None:
    """The newest loaded version of the list published before this one."""
    before = [
        v
        for v in loaded
        if v.code == version.code
        and not v.quarantined
        and v.published_at <= version.published_at
        and v.version != version.version
    ]
    return max(before, key=rank, default=None)


def fell(now: int, before: int) -> bool:
    """Whether a count has fallen by a tenth or more."""
    return before > now and FALL * (before - now) >= before


def check_whole(
    file_of: Callable[[ListVersion], str],
    loaded: Sequence[ListVersion],
    incoming: dict[str, ListVersion],
    name: str,
    *,
    consolidated: bool,
    force: bool,
) -> list[str]:
    """Refuses a file that as a whole has fallen by a tenth.

    A consolidated file is measured against all lists of the consolidated files before
    it, so that a list which vanished counts. An agency's own file is measured by the
    lists that it holds: the Treasury's non-SDN file never has the SDN list.

    Args:
        file_of: Gives the digest of the file that a loaded version came in.
        loaded: All loaded versions.
        incoming: The lists of the file, as the versions they would be.
        name: What the user calls the file.
        consolidated: Whether the file joins the lists of all agencies.
        force: Take it all the same.

    Returns:
        A sentence for each list that those files had and this one lacks.

    Raises:
        RefusedError: it has fallen, and ``force`` is not given.
    """
    bases = {
        code: base
        for code, version in incoming.items()
        if (base := base_of(loaded, version)) is not None
    }
    if consolidated and bases:
        newest = max(v.published_at for v in incoming.values())
        of_files = {file_of(base) for base in bases.values()}
        for code in sorted({v.code for v in loaded} - set(incoming)):
            held = [v for v in loaded if v.code == code and not v.quarantined]
            before = [v for v in held if v.published_at <= newest]
            last = max(before, key=rank, default=None)
            if last is not None and file_of(last) in of_files:
                bases[code] = last
    before_total = sum(v.entries for v in bases.values())
    now_total = sum(v.entries for code, v in incoming.items() if code in bases)
    if before_total >= SMALL and fell(now_total, before_total) and not force:
        day = max(v.published_at for v in bases.values())
        worst = max(bases, key=lambda c: bases[c].entries - _count(incoming, c))
        which = (
            f" ({worst} {_count(incoming, worst):,} where it had "
            f"{bases[worst].entries:,})"
            if len(bases) > 1
            else ""
        )
        undated = all(v.dated_by is DatedBy.RETRIEVAL for v in incoming.values())
        older = "it is older than that, say --published; if " if undated else ""
        raise RefusedError(
            name,
            f"{name or 'The file'} has {now_total:,} entries where the version of {day} "
            f"has {before_total:,}{which}, so it was not taken; if {older}that is right, use "
            "--force.",
        )
    return [
        f"{code} is not in this file; its version of {base.published_at} still counts."
        for code, base in bases.items()
        if code not in incoming
    ]


def _count(incoming: Mapping[str, ListVersion], code: str) -> int:
    return incoming[code].entries if code in incoming else 0


def fall_message(version: ListVersion, base: ListVersion, *, force: bool) -> str:
    """The sentence about one list that fell."""
    counts = (
        f"{version.code} fell from {base.entries:,} to {version.entries:,} entries"
        f" since {base.published_at}"
    )
    if base.entries < SMALL or force:
        return f"{counts}."
    return f"{counts}: this version is kept aside and the old one serves until --force."
