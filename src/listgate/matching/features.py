"""What the kernel says of two names as numbers: each one's name, meaning and sign.

The order is that of ``kernel/features.h``. The sign is a promise of the learned score:
+1, more of it never lowers the score; -1, more of it never raises it; 0, it depends on
the rest. Training enforces it, so that an explanation can lean on it.

A word's *weight* is how much it tells of its bearer, 0 to 1: `technology` next to
nothing, `hikvision` nearly all. The *query* is the name asked about, the other name is
the listed one. A word is *left* where nothing on the other side stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass

ALIKE = "words that agree"
LEFT = "words left over"
SPELLED = "spelling"
NUMBERS = "numbers"
ORDER = "order"
FORM = "legal form"
WHOLE = "the letters as a whole"
LENGTH = "length of the names"
PLACES = "places"
KIND = "kind of party"


@dataclass(frozen=True, slots=True)
class Feature:
    """One number that the score is learned from."""

    name: str
    group: str
    sign: int
    meaning: str


FEATURES = tuple(
    Feature(*row)
    for row in (
        ("cov_q", ALIKE, 1, "share of the query's weight that agrees"),
        ("cov_t", ALIKE, 1, "share of the listed name's weight that agrees"),
        ("cov_both", ALIKE, 1, "geometric mean of both shares"),
        ("matched", ALIKE, 0, "weight that agrees, times likeness"),
        ("exact", ALIKE, 0, "weight that agrees to the letter"),
        ("left_q", LEFT, -1, "weight left in the query"),
        ("left_t", LEFT, 0, "weight left in the listed name"),
        ("top_q", LEFT, -1, "weight of the query's most telling word left"),
        ("top_t", LEFT, 0, "weight of the listed name's most telling word left"),
        ("left_min", LEFT, -1, "the smaller of the weights left on either side"),
        ("top_min", LEFT, -1, "the smaller of the most telling words left"),
        ("loss", SPELLED, -1, "weight lost to words that agree only roughly"),
        ("worst", SPELLED, 1, "likeness of the least like pair of telling words"),
        ("left_like", LEFT, 1, "likeness of the letters left on either side"),
        ("n_matched", ALIKE, 0, "number of words that agree"),
        ("num_clash", NUMBERS, -1, "numbers left on both sides"),
        ("num_one", NUMBERS, -1, "numbers left on one side only"),
        ("num_m", NUMBERS, 0, "numbers that agree"),
        ("inv", ORDER, -1, "share of pairs of words in another order"),
        ("first", ORDER, 0, "the first words agree"),
        ("last", ORDER, 0, "the last words agree"),
        ("n_join", SPELLED, 0, "words written together or apart"),
        ("n_initial", SPELLED, 0, "words that agree as an initial"),
        ("n_short", SPELLED, 0, "words cut short"),
        ("n_acr", SPELLED, 0, "words that are the first letters of others"),
        ("nick_w", SPELLED, 0, "weight that agrees as a nickname or cognate"),
        ("sound_w", SPELLED, 0, "weight that agrees by sound"),
        ("edit_w", SPELLED, 0, "weight that agrees but for slips"),
        ("edits", SPELLED, -1, "letters that differ in words that agree"),
        ("n_fuzzy", SPELLED, 0, "words that agree but for spelling"),
        ("n_bones", SPELLED, 0, "words that agree in their consonants"),
        ("first_diff", SPELLED, -1, "words that agree but begin differently"),
        ("short_sim", SPELLED, 1, "likeness of the least like pair of short words"),
        ("legal_same", FORM, 1, "a legal form agrees"),
        ("legal_diff", FORM, -1, "legal forms on both sides, none of one kind"),
        ("legal_miss", FORM, 0, "a legal form on one side only"),
        ("whole", WHOLE, 1, "likeness of all letters, legal forms left out"),
        ("ordered", WHOLE, 1, "the same with the words in the query's order"),
        ("nq", LENGTH, 0, "words of the query but forms and fillers"),
        ("nt", LENGTH, 0, "words of the listed name but forms and fillers"),
        ("all_q", LENGTH, 0, "weight of the query"),
        ("all_t", LENGTH, 0, "weight of the listed name"),
        ("top_matched", ALIKE, 1, "weight times likeness of the most telling pair"),
        ("letters_m", ALIKE, 0, "letters of the words that agree"),
        ("far_q", LEFT, -1, "telling words left in the query"),
        ("far_t", LEFT, 0, "telling words left in the listed name"),
        ("place_q", PLACES, 0, "weight of places left in the query"),
        ("place_t", PLACES, 0, "weight of places left in the listed name"),
        ("place_m", PLACES, 0, "weight of places that agree"),
        ("generic_m", ALIKE, 0, "weight of common words that agree"),
        ("type", KIND, 0, "0 organization or unknown, 1 person, 2 ship or aircraft"),
        ("min_len", LENGTH, 0, "letters of the shorter name"),
        ("second", ALIKE, 1, "weight times likeness of the second most telling pair"),
        ("top_exact", ALIKE, 1, "most telling word that agrees to the letter"),
        ("known_fuzzy", SPELLED, -1, "weight of two real words taken for one another"),
        ("q_known_fuzzy", SPELLED, -1, "weight of a real word taken for a slip"),
        ("slot_clash", LEFT, -1, "weight of words left at the same place of both"),
        ("left_new", LEFT, 0, "weight of the query's unheard-of words left"),
        ("left_known", LEFT, 0, "weight of the query's real words left"),
        ("acr_len", SPELLED, 0, "letters of an acronym that agrees"),
        ("init_clash", LEFT, -1, "an initial left against a telling word left"),
        ("patr_clash", LEFT, -1, "patronymics left on both sides"),
        ("edits_all", WHOLE, -1, "letters in which the whole names differ"),
        ("full", WHOLE, 1, "likeness of all letters, legal forms and all"),
        ("max_len", LENGTH, 0, "letters of the longer name"),
        ("n_patr", LEFT, 0, "patronymics left"),
        ("left_len_q", LEFT, 0, "letters left in the query"),
        ("left_len_t", LEFT, 0, "letters left in the listed name"),
    )
)

NAMES = tuple(f.name for f in FEATURES)
SIGNS = tuple(f.sign for f in FEATURES)
