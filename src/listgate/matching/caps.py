"""The most a match of a name counts that does not by itself name the party."""

from __future__ import annotations

# A weak alias raises a question, never an answer: OFAC's FAQ 122 asks no one to screen
# by it alone. The parent's name says less still of one of its units.
WEAK_CAP, PARENT_CAP = 0.84, 0.72

# How an entry tells that it is a unit: the list names the parent before it, or its
# Chinese name begins with the parent's.
BEHIND_PARENT, BEGINS_WITH_PARENT = 1, 2
