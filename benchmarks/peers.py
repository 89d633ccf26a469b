"""Other systems on the same names, in an environment of their own; prints one JSON object.

Reads from the file named: ``listed`` (name, entry), ``queries`` (kind, entry, text,
person), ``unrelated`` (names), ``pairs`` and ``complaints`` (name, name, schema).
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process, utils

CANDIDATES = 50
CHUNK = 100


def rapidfuzz_search(asked: dict[str, Any], scorer: Any) -> dict[str, Any]:
    """The best score of each query and that of its own entry, over all names."""
    names = [utils.default_process(name) for name, _ in asked["listed"]]
    entries = np.array([entry for _, entry in asked["listed"]])
    queries = [q[2] for q in asked["queries"]] + asked["unrelated"]
    right: list[float] = []
    top: list[float] = []
    start = time.perf_counter()
    for at in range(0, len(queries), CHUNK):
        texts = [utils.default_process(q) for q in queries[at : at + CHUNK]]
        scores = process.cdist(texts, names, scorer=scorer, dtype=np.float32, workers=1)
        for offset, row in enumerate(scores):
            top.append(float(row.max()) / 100)
            number = at + offset
            if number < len(asked["queries"]):
                mine = entries == asked["queries"][number][1]
                right.append(float(row[mine].max(initial=0)) / 100)
    took = time.perf_counter() - start
    return {
        "right": right,
        "unrelated": top[len(right) :],
        "names_per_second": len(queries) / took,
    }


class Logic:
    """nomenklatura's logic-v2, by name alone."""

    def __init__(self) -> None:
        from followthemoney.proxy import EntityProxy
        from nomenklatura.matching import get_algorithm

        self._algorithm: Any = get_algorithm("logic-v2")
        self._config = self._algorithm.default_config()
        self._proxy = EntityProxy.from_dict

    def entity(self, name: str, schema: str) -> Any:
        """A name as the matcher wants it."""
        data = {"id": name, "schema": schema, "properties": {"name": [name]}}
        return self._proxy(data)

    def score(self, left: Any, right: Any) -> float:
        """The matcher's score, 0 to 1."""
        return float(self._algorithm.compare(left, right, self._config).score)

    def names(self, left: str, right: str, schema: str) -> float:
        """Score of two names."""
        return self.score(self.entity(left, schema), self.entity(right, schema))

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        """As ``rapidfuzz_search``: candidates by rapidfuzz, re-ranked by logic-v2."""
        names = [utils.default_process(name) for name, _, _ in asked["listed_typed"]]
        entities = [
            self.entity(name, "Person" if person else "Organization")
            for name, _, person in asked["listed_typed"]
        ]
        sample = asked["sample"]
        right: list[float] = []
        top: list[float] = []
        start = time.perf_counter()
        for entry, text, person in sample:
            found = process.extract(
                utils.default_process(text), names, scorer=fuzz.ratio, limit=CANDIDATES
            )
            query = self.entity(text, "Person" if person else "Organization")
            scored = [(self.score(query, entities[i]), i) for _, _, i in found]
            top.append(max((s for s, _ in scored), default=0.0))
            if entry:
                mine = [s for s, i in scored if asked["listed_typed"][i][1] == entry]
                right.append(max(mine, default=0.0))
        took = time.perf_counter() - start
        return {
            "right": right,
            "unrelated": top[len(right) :],
            "names_per_second": len(sample) / took,
        }


def main() -> None:
    """Measure each peer that can be had and print."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    told: dict[str, Any] = {
        "rapidfuzz": {
            "version": version("rapidfuzz"),
            "ratio": rapidfuzz_search(asked, fuzz.ratio),
            "token_sort_ratio": rapidfuzz_search(asked, fuzz.token_sort_ratio),
            "pairs": [
                fuzz.WRatio(a, b, processor=utils.default_process) / 100
                for a, b, _ in asked["pairs"]
            ],
        }
    }
    try:
        logic = Logic()
    except ImportError as error:
        print(f"nomenklatura is left out: {error}", file=sys.stderr)
    else:
        told["logic-v2"] = {
            "version": version("nomenklatura"),
            "search": logic.search(asked),
            "pairs": [logic.names(*pair) for pair in asked["pairs"]],
            "complaints": [logic.names(*pair) for pair in asked["complaints"]],
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
