"""Learn the matching score from public lists and write the trees.

    python scripts/train_scorer.py --data FOLDER [--out FILE] [--fold]

FOLDER holds the public files that ``scorer_training/inputs.py`` names; the model file
names each with its SHA-256. ``--fold`` only measures: it learns three times without a
third of the judged pairs and prints how these come out. Afterwards run
``scripts/make_tables.py``. Takes a few minutes; needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import lightgbm
import make_tables
import numpy as np
from scorer_training import fit, inputs, sets
from scorer_training.bench import Bench, Candidates, latin
from scorer_training.judge import Judged, Tally

from listgate.matching import tables
from listgate.matching.features import NAMES

# Shares of registrants, hardly any of them listed, that may be matched, and looked at.
# Half a percent and two are the limits; the margin is for other registrants.
# A few more stand on lists that the consolidated file lacks, and are rightly matched.
MATCHED, LOOKED_AT = 0.0025, 0.0174
_WIDE = 50.0  # sums lie well within


def _tables(model: tables.Model, folder: Path) -> Path:
    path = folder / f"tables-{len(model.trees)}.bin"
    path.write_bytes(tables.compile_tables(make_tables.vocabulary(), model))
    return path


def _best(found: Sequence[Candidates], model: lightgbm.Booster) -> list[float]:
    """The highest sum among each query's candidates, falling."""
    sums = fit.raw(model, np.vstack([c.features for c in found]))
    best, start = [], 0
    for c in found:
        end = start + len(c.names)
        best.append(float(sums[start:end].max()) if end > start else -_WIDE)
        start = end
    return sorted(best, reverse=True)


def _cuts(best: Sequence[float]) -> tuple[float, float]:
    """Sums for review and match at which the shares of registrants are met."""
    return best[int(len(best) * LOOKED_AT)], best[int(len(best) * MATCHED)]


def _report(name: str, tally: Tally) -> None:
    print(
        f"{name}: pairs F1 {tally.f1:.3f} ({tally.false} false, {tally.missed} missed), "
        f"STRONG wrong {tally.strong_wrong}, complaints right {100 * tally.right:.1f} %",
        flush=True,
    )


def _folded(cases: fit.Cased, judged: Judged, found: Sequence[Candidates]) -> None:
    tally = Tally()
    for fold in range(3):
        model = fit.learn(cases.plus(judged.cases(fold)))
        cuts = _cuts(_best(found, model))
        tally.count(judged, partial(fit.raw, model), cuts, fold)
    _report("kept aside", tally)


def _document(
    model: lightgbm.Booster, cases: fit.Cased, cuts: tuple[float, float]
) -> dict[str, Any]:
    sure = float(np.percentile(fit.raw(model, cases.features[cases.same == 1]), 80))
    return {
        "trees": fit.trees(model),
        "curve": fit.curve(*cuts, sure),
        "gates": fit.gates(model, cases.features, cuts[0]),
    }


def main() -> None:
    """Make the cases, learn, choose the thresholds, write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the files")
    parser.add_argument("--out", type=Path, default=make_tables.MODEL)
    parser.add_argument("--fold", action="store_true", help="measure, write nothing")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        plain = _tables(tables.Model(), scratch)
        listed = inputs.listed(given.data)
        made = sets.make(
            listed,
            inputs.abroad(given.data),
            inputs.companies(given.data),
            plain,
            scratch,
        )
        cases = fit.focused(fit.Cased(*made.arrays()))
        print(f"{len(cases.same):,} cases", flush=True)
        bench = Bench(plain, listed, scratch)
        judged = Judged.of(inputs.judged(given.data), bench)
        names = [latin(n) for n in inputs.registrants(given.data)]
        found = list(bench.candidates(names))
        if given.fold:
            _folded(cases, judged, found)
            return
        model = fit.learn(cases.plus(judged.cases()))
        cuts = _cuts(_best(found, model))
        tally = Tally()
        tally.count(judged, partial(fit.raw, model), cuts, None)
        _report("learned from", tally)
        document = {
            "about": "learned by scripts/train_scorer.py",
            "inputs": inputs.digests(given.data),
            "features": list(NAMES),
            "cases": {g: made.groups.count(g) for g in sets.WEIGHTS},
            "judged": len(judged.pairs),
            "lightgbm": lightgbm.__version__,
            **_document(model, cases, cuts),
        }
    text = json.dumps(document, separators=(",", ":"))
    given.out.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")
    print(f"{given.out.name}: {len(document['trees'])} trees")


if __name__ == "__main__":
    main()
