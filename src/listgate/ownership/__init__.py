"""Who owns whom, and what share of a party is listed.

    joint_share("Leaf Camera Parts", holdings, listed={"Hikvision"}).verdict
"""

from __future__ import annotations
