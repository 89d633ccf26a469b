"""The best one-to-one pairing of two sides, from scored pairs."""

from __future__ import annotations

from collections.abc import Mapping

_NEVER = 1e6  # the cost of a pair that was not offered


def best_pairs(scores: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The one-to-one pairs whose scores add up to the most.

    Pairs that share no side fall apart into groups which are solved one by one, so
    the cubic cost falls on small groups only. Ties go to the smaller indices, so the
    answer does not depend on the order of the mapping.

    Args:
        scores: Positive score of each pair that is allowed at all.

    Returns:
        Pairs (left, right), ascending.
    """
    pairs: list[tuple[int, int]] = []
    for group in _groups(scores):
        if len(group) == 1:
            pairs.append(group[0])
        else:
            pairs.extend(_solve(group, scores))
    return sorted(pairs)


def _groups(
    scores: Mapping[tuple[int, int], float],
) -> list[list[tuple[int, int]]]:
    """The connected groups of the pairs, each ascending."""
    root: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        root.setdefault(node, node)
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for left, right in scores:
        root[find(("l", left))] = find(("r", right))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for pair in sorted(scores):
        groups.setdefault(find(("l", pair[0])), []).append(pair)
    return list(groups.values())


def _solve(
    group: list[tuple[int, int]], scores: Mapping[tuple[int, int], float]
) -> list[tuple[int, int]]:
    """The best pairs of one group, by the Hungarian method with potentials."""
    lefts = sorted({left for left, _ in group})
    rights = sorted({right for _, right in group})
    turned = len(lefts) > len(rights)
    rows, columns = (rights, lefts) if turned else (lefts, rights)
    # Every row may stay single: one spare column a row, at no gain.
    width = len(columns) + len(rows)
    cost = [[0.0] * width for _ in rows]
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            pair = (column, row) if turned else (row, column)
            cost[i][j] = -scores[pair] if pair in scores else _NEVER
    chosen = _hungarian(cost)
    found = []
    for i, j in enumerate(chosen):
        if j < len(columns) and cost[i][j] < 0:
            row, column = rows[i], columns[j]
            found.append((column, row) if turned else (row, column))
    return found


def _hungarian(cost: list[list[float]]) -> list[int]:
    """The column of each row in a cheapest assignment; no more rows than columns."""
    n, m = len(cost), len(cost[0])
    u, v = [0.0] * (n + 1), [0.0] * (m + 1)
    owner, way = [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        owner[0], j0 = i, 0
        least, used = [float("inf")] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = owner[j0], float("inf"), 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                slack = cost[i0 - 1][j - 1] - u[i0] - v[j]
                if slack < least[j]:
                    least[j], way[j] = slack, j0
                if least[j] < delta:
                    delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[owner[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if owner[j0] == 0:
                break
        while j0:
            owner[j0] = owner[way[j0]]
            j0 = way[j0]
    columns = [0] * n
    for j in range(1, m + 1):
        if owner[j]:
            columns[owner[j] - 1] = j - 1
    return columns
