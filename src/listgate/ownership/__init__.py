"""Who owns whom, and what share of a party is listed.

joint_share("Leaf Camera Parts", holdings, listed={"Hikvision"}).verdict
"""

from __future__ import annotations

from listgate.ownership.aggregate import HALF, owned_parties
from listgate.ownership.joint import JointShare, ListedOwner, Verdict, joint_share
from listgate.ownership.shares import percent_bounds
from listgate.ownership.statements import Finding, settle
from listgate.records import Holding

__all__ = [
    "HALF",
    "Finding",
    "Holding",
    "JointShare",
    "ListedOwner",
    "Verdict",
    "joint_share",
    "owned_parties",
    "percent_bounds",
    "settle",
]
