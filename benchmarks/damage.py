"""Ways in which a name arrives damaged: each kind takes a name and gives a worse one.

A kind gives ``None`` where it does not fit the name, or where nothing telling would be
left of it. The same seed gives the same damage.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterator, Sequence

from material import Listed

Kind = Callable[[str, random.Random], str | None]

LEGAL_FORMS = (
    "joint stock company",
    "limited liability company",
    "co., ltd.",
    "co. ltd.",
    "co ltd",
    "limited",
    "ltd.",
    "ltd",
    "l.l.c.",
    "llc",
    "inc.",
    "inc",
    "corporation",
    "corp.",
    "corp",
    "gmbh",
    "jsc",
    "ooo",
    "company",
)
LEGAL = re.compile(
    r"(?<!\w)(?:" + "|".join(map(re.escape, LEGAL_FORMS)) + r")(?!\w)", re.IGNORECASE
)
GENERIC = frozenset(
    "technology technologies company group international industry industrial trading "
    "general science".split()
)
SAYS_NOTHING = GENERIC | frozenset(
    "co ltd limited llc inc corp corporation gmbh jsc ooo oao zao pjsc ojsc joint stock "
    "liability open public closed and of the".split()
)
SHORTER = {
    "international": "Intl",
    "technology": "Tech",
    "technologies": "Tech",
    "corporation": "Corp",
    "company": "Co",
    "limited": "Ltd",
    "manufacturing": "Mfg",
    "university": "Univ",
    "institute": "Inst",
    "industries": "Ind",
    "development": "Dev",
    "national": "Natl",
    "and": "&",
}
# Draws for each name wanted, before a kind is taken not to fit the pool.
TRIES = 1000
PLACES = ("Shanghai", "Moscow", "Dubai", "Istanbul", "Singapore", "Europe", "Asia")
ADDED = ("Holdings", "Services", "Solutions", "Trading", "Logistics", "Branch", "Group")
SOUNDS = (
    ("y", "i"),
    ("kh", "h"),
    ("ou", "u"),
    ("ei", "ey"),
    ("ph", "f"),
    ("q", "k"),
    ("w", "v"),
    ("zh", "j"),
    ("ts", "c"),
    ("ee", "i"),
    ("oo", "u"),
    ("ss", "s"),
    ("ll", "l"),
    ("o", "u"),
    ("x", "ks"),
    ("ya", "ia"),
    ("gh", "g"),
    ("s", "z"),
)
LOOKS = (("o", "0"), ("l", "1"), ("i", "l"), ("rn", "m"), ("s", "5"), ("b", "8"))


def typo(name: str, rng: random.Random) -> str:
    """One letter replaced, lost or added, never the first one."""
    at = rng.randrange(1, len(name))
    letter = rng.choice(string.ascii_lowercase)
    match rng.choice(("replace", "lose", "add")):
        case "replace":
            return name[:at] + letter + name[at + 1 :]
        case "lose":
            return name[:at] + name[at + 1 :]
        case _:
            return name[:at] + letter + name[at:]


def typos(count: int) -> Kind:
    """A kind with so many typos."""

    def kind(name: str, rng: random.Random) -> str:
        for _ in range(count):
            name = typo(name, rng)
        return name

    return kind


def swapped(name: str, rng: random.Random) -> str | None:
    """Two neighboring words change places."""
    words = name.split()
    if len(words) < 3:
        return None
    at = rng.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def formless(name: str, _: random.Random) -> str | None:
    """The legal form is left out."""
    bare = " ".join(LEGAL.sub(" ", name).split()).strip(" ,.")
    return bare if bare != name else None


def other_form(name: str, rng: random.Random) -> str | None:
    """Another legal form stands in the place of its own."""
    bare = formless(name, rng)
    return bare and f"{bare} {rng.choice(('GmbH', 'LLC', 'Inc.', 'Co., Ltd.', 'JSC'))}"


def ungeneric(name: str, _: random.Random) -> str | None:
    """Words such as Technology are left out."""
    words = name.split()
    kept = [word for word in words if word.lower().strip(",.") not in GENERIC]
    return " ".join(kept) if 2 <= len(kept) < len(words) else None


def joined(name: str, rng: random.Random) -> str | None:
    """Two neighboring words are written as one."""
    words = name.split()
    if len(words) < 3:
        return None
    at = rng.randrange(len(words) - 1)
    words[at : at + 2] = [words[at] + words[at + 1].lower()]
    return " ".join(words)


def split(name: str, rng: random.Random) -> str | None:
    """A long word is written as two."""
    words = name.split()
    long = [i for i, word in enumerate(words) if len(word) > 7 and word.isalpha()]
    if not long:
        return None
    at = rng.choice(long)
    cut = rng.randrange(3, len(words[at]) - 3)
    words[at : at + 1] = [words[at][:cut], words[at][cut:]]
    return " ".join(words)


def capitals(name: str, _: random.Random) -> str:
    """All in capitals."""
    return name.upper()


def word_lost(name: str, rng: random.Random) -> str | None:
    """One word but the first is left out."""
    words = name.split()
    if len(words) < 4:
        return None
    del words[rng.randrange(1, len(words))]
    return " ".join(words)


def abbreviated(name: str, _: random.Random) -> str:
    """Common words in their short form."""
    for long, short in SHORTER.items():
        name = re.sub(rf"\b{long}\b", short, name, flags=re.IGNORECASE)
    return name


def exchanged(table: Sequence[tuple[str, str]], times: int) -> Kind:
    """A kind that exchanges spellings of one sound, or letters of one look."""
    both_ways = [pair for a, b in table for pair in ((a, b), (b, a))]

    def kind(name: str, rng: random.Random) -> str | None:
        name = name.lower()
        for _ in range(times):
            fitting = [(a, b) for a, b in both_ways if name.find(a, 1) > 0]
            if not fitting:
                return None
            old, new = rng.choice(fitting)
            at = rng.choice([m.start() for m in re.finditer(re.escape(old), name[1:])])
            name = name[: at + 1] + new + name[at + 1 + len(old) :]
        return name

    return kind


def transposed(name: str, rng: random.Random) -> str:
    """Two neighboring letters change places."""
    at = rng.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def word_added(name: str, rng: random.Random) -> str:
    """A word of business is put somewhere into the name."""
    words = name.split()
    words.insert(rng.randrange(len(words) + 1), rng.choice(ADDED))
    return " ".join(words)


def place_added(name: str, rng: random.Random) -> str:
    """A place stands before or after the name."""
    place = rng.choice(PLACES)
    return f"{name} {place}" if rng.random() < 0.6 else f"{place} {name}"


def first_lost(name: str, _: random.Random) -> str | None:
    """The first word is left out."""
    words = name.split()
    return " ".join(words[1:]) if len(words) > 2 else None


def two_lost(name: str, rng: random.Random) -> str | None:
    """Two words are left out."""
    words = name.split()
    if len(words) < 5:
        return None
    kept = sorted(rng.sample(range(len(words)), len(words) - 2))
    return " ".join(words[i] for i in kept)


def initial(name: str, rng: random.Random) -> str | None:
    """A person's second or later name is only an initial."""
    words = name.split()
    if len(words) < 3:
        return None
    at = rng.randrange(1, len(words))
    words[at] = f"{words[at][0]}."
    return " ".join(words)


KINDS: dict[str, Kind] = {
    "one typo": typos(1),
    "two typos": typos(2),
    "words swapped": swapped,
    "legal form left out": formless,
    "other legal form": other_form,
    "generic words left out": ungeneric,
    "words joined": joined,
    "word split": split,
    "in capitals": capitals,
    "word left out": word_lost,
    "abbreviated": abbreviated,
}


def two_kinds(name: str, rng: random.Random) -> str | None:
    """Two of the plain kinds, one after the other."""
    first, second = rng.sample(list(KINDS.values()), 2)
    once = first(name, rng)
    return once and second(once, rng)


HARDER: dict[str, Kind] = {
    "word added": word_added,
    "place added": place_added,
    "one sound": exchanged(SOUNDS, 1),
    "two sounds": exchanged(SOUNDS, 2),
    "look-alike letters": exchanged(LOOKS, 1),
    "letters transposed": transposed,
    "initial (persons)": initial,
    "first word left out": first_lost,
    "two words left out": two_lost,
    "three typos": typos(3),
    "two kinds at once": two_kinds,
}


def tells(name: str) -> bool:
    """Whether a word of the name says whose it is."""
    words = re.findall(r"\w+", name.lower())
    return any(len(word) > 1 and word not in SAYS_NOTHING for word in words)


def damaged(
    kinds: dict[str, Kind], pool: Sequence[Listed], count: int, rng: random.Random
) -> Iterator[tuple[str, Listed, str]]:
    """So many damaged names of each kind, as (kind, what was meant, damaged name).

    Fewer where the kind fits hardly any name of the pool.
    """
    for label, kind in kinds.items():
        made = 0
        for _ in range(TRIES * count):
            listed = rng.choice(pool)
            if label.endswith("(persons)") and not listed.person:
                continue
            name = kind(listed.name, rng)
            if name and name != listed.name and tells(name):
                yield label, listed, name
                made += 1
                if made == count:
                    break
