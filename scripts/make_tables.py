"""Make the matching tables from the word tables and the learned trees.

    python scripts/make_tables.py [--check]

Reads ``src/listgate/names/data`` and ``src/listgate/matching/data/model.json`` and
writes ``src/listgate/matching/data/tables.bin``; ``--check`` compares instead.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from listgate.matching import tables as t  # noqa: E402

WORDS = ROOT / "src/listgate/names/data"
MODEL = ROOT / "src/listgate/matching/data/model.json"
TABLES = ROOT / "src/listgate/matching/data/tables.bin"

# Legal forms whose words say nothing even when one of them is lost.
FORM_FAMILIES = {
    *("limited", "joint-stock", "corporation", "company"),
    *("state-enterprise", "partnership"),
}
# Words of forms that are as often a line of business: such a form is not taken whole.
SUBSTANCE = set(
    "management trading trade house research production educational "
    "education culture military investment estate family foreign industrial "
    "commercial financial sanayi ticaret insaat dis pazarlama concern association "
    "charitable national bank insurance offshore shore".split()
)

# Counts at which a word tells nothing: about a seventh of the names counted.
COMMONEST = (12_000, 5_000)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / name).read_text(encoding="utf-8"))


def _legal_forms(v: t.Vocabulary) -> None:
    families: dict[str, int] = {}
    parts: Counter[str] = Counter()
    for form in _toml("legal_forms.toml")["form"]:
        family = families.setdefault(form["family"], len(families))
        for phrase in sorted({form["canonical"], *form["phrases"]}):
            if _substance(phrase):
                continue
            if form["family"] in FORM_FAMILIES and " " in phrase:
                parts.update({p for p in phrase.split() if len(p) > 3})
            if " " not in phrase:
                word = v.word(phrase)
                word.flags |= t.LEGAL | t.KNOWN
                word.family = family
                word.correctable = len(phrase) > 4
                word.at_edge = word.at_edge or bool(form.get("ambiguous"))
            if phrase != form["canonical"]:
                v.add_phrase(phrase, form["canonical"])

    mild = set(_toml("words.toml")["generic"]["mild"])
    for part, times in parts.items():
        # A word of many forms is nearly always one when it stands alone.
        if times > 2 and part not in mild:
            v.word(part).flags |= t.FORM_PART | t.KNOWN
            v.word(part).correctable = len(part) > 4


def _substance(phrase: str) -> bool:
    """Whether a form of several words also says what its bearer does."""
    return bool(SUBSTANCE & set(phrase.split())) and " " in phrase


def _flag(v: t.Vocabulary, words: list[str], flag: int) -> None:
    for word in words:
        if " " not in word:
            v.word(word).flags |= flag | t.KNOWN


def _group(v: t.Vocabulary, forms: list[str], number: int) -> None:
    for form in forms:
        if " " not in form and v.word(form).group == t.NONE:
            v.word(form).group = number


def _words(v: t.Vocabulary) -> None:
    table = _toml("words.toml")
    for canonical, variants in table["abbreviation"].items():
        v.word(canonical)
        for variant in variants:
            if " " not in variant and not v.word(variant).flags & t.LEGAL:
                v.add_phrase(variant, canonical)
    for number, digits in table["numbers"].items():
        v.add_phrase(number, digits)
    groups = iter(range(1, 1 << 30))
    for canonical, variants in [
        *table["translation"].items(),
        *table["compass"].items(),
    ]:
        _group(v, [canonical, *variants], next(groups))
    for code, names in table["countries"].items():
        if code != "XX":
            _group(v, [n for n in names if len(n) > 2], next(groups))
        _places(v, names)
    for names in table["places"].values():
        _places(v, names)
    _flag(v, table["generic"]["weak"], t.WEAK)
    _flag(v, table["generic"]["mild"], t.MILD)
    _flag(v, table["stop"]["words"], t.STOP)
    _flag(v, table["particles"]["words"], t.PARTICLE)
    _flag(v, table["titles"]["words"], t.TITLE)
    for compass, variants in table["compass"].items():
        _flag(v, [compass, *variants], t.COMPASS)
    for word, known in v.words.items():
        if known.flags & (t.WEAK | t.MILD) and len(word) > 4:
            known.correctable = True


def _places(v: t.Vocabulary, names: list[str]) -> None:
    _flag(v, names, t.PLACE)


def _given_names(v: t.Vocabulary) -> None:
    number = 1 << 20
    for group in _toml("given_names.toml")["names"]:
        number += 1
        for form in group["forms"]:
            if " " in form:
                continue
            word = v.word(form)
            if group["kind"] == "spelling" and word.group == t.NONE:
                word.group = number
            elif group["kind"] != "spelling" and word.nick == t.NONE:
                word.nick = number


def _counts() -> Iterator[tuple[str, int, int]]:
    for line in (WORDS / "token_weights.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, companies, persons = line.split("\t")
            yield word, int(companies), int(persons)


def _settle(v: t.Vocabulary) -> None:
    """Spellings lead to the word that stands for them in one step, with its flags."""
    for word in v.words.values():
        seen = set()
        while word.canonical and (after := v.words[word.canonical].canonical):
            if word.canonical in seen:
                word.canonical = ""
                break
            seen.add(word.canonical)
            word.canonical = after
        if word.canonical:
            target = v.words[word.canonical]
            target.flags |= word.flags & ~(t.PHRASE | t.LEGAL)


def vocabulary() -> t.Vocabulary:
    """Every word the project knows, with what is known of it."""
    v = t.Vocabulary()
    _legal_forms(v)
    _words(v)
    _given_names(v)
    t.weigh(v, _counts(), COMMONEST)
    for word in [w for w in v.words.values() if w.canonical]:
        v.words.setdefault(word.canonical, t.Known())
    _settle(v)
    return v


def model() -> t.Model:
    """The learned trees, or none where none are learned yet."""
    if not MODEL.exists():
        return t.Model()
    raw = json.loads(MODEL.read_text("utf-8"))
    return t.Model(
        trees=tuple(
            t.Tree(tuple((n[0], n[1], n[2], n[3], n[4]) for n in tree))
            for tree in raw["trees"]
        ),
        curve=tuple((a, b) for a, b in raw["curve"]),
        gates=tuple((n, least) for n, least in raw.get("gates", ())),
    )


def main() -> int:
    """Write or check the tables; 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    data = t.compile_tables(vocabulary(), model())
    if parser.parse_args().check:
        if TABLES.read_bytes() != data:
            print("tables.bin differs: run scripts/make_tables.py", file=sys.stderr)
            return 1
        return 0
    TABLES.parent.mkdir(exist_ok=True)
    fresh = TABLES.with_suffix(".new")  # readers have the old one mapped
    fresh.write_bytes(data)
    fresh.replace(TABLES)
    print(f"{TABLES.name}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
