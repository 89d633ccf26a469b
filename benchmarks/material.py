"""The names that the benchmark measures on, read from a folder of public files.

The folder is laid out as ``csl/`` (the consolidated list of 2026-07-31) and ``names/``
(registrants, exchange-listed companies, labelled pairs, reported failures). Where it is
missing the benchmark says so and measures nothing.
"""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

LIST_FILE = "csl/consolidated-2026-07-31.json.gz"
PUBLISHED = "2026-07-31"
CONTROL_LIST = "ear/commerce-control-list-2026-07-23.json.gz"


@dataclass(frozen=True, slots=True)
class Listed:
    """One name of one entry; ``entry`` is the entry's first name."""

    entry: str
    name: str
    person: bool


@dataclass(frozen=True)
class Material:
    """The benchmark's files under one folder."""

    folder: Path

    def present(self) -> bool:
        """Whether the list itself is there."""
        return (self.folder / LIST_FILE).exists()

    @property
    def list_file(self) -> Path:
        """The consolidated list as published."""
        return self.folder / LIST_FILE

    @cached_property
    def document(self) -> dict[str, Any]:
        """The list's JSON document."""
        with gzip.open(self.list_file, "rt", encoding="utf-8") as file:
            return json.load(file)

    @cached_property
    def listed(self) -> list[Listed]:
        """Every name of every entry."""
        return [
            Listed(row["name"], name, row.get("type") == "Individual")
            for row in self.document["results"]
            for name in (row["name"], *row["alt_names"])
        ]

    @cached_property
    def damageable(self) -> list[Listed]:
        """Names long enough to be still themselves after damage, in Latin letters."""
        return [
            listed
            for listed in self.listed
            if len(listed.name) > 9
            and listed.name.isascii()
            and len(listed.name.split()) > 1
        ]

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of one CSV file under ``names/``."""
        path = self.folder / "names" / name
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def eccns(self) -> list[str]:
        """The entries of the control list."""
        with gzip.open(self.folder / CONTROL_LIST, "rt", encoding="utf-8") as file:
            entries = json.load(file)["entries"]
        return [entry["eccn"] for entry in entries]

    @cached_property
    def registrants(self) -> list[str]:
        """Names of SEC registrants, hardly any of them listed."""
        return [row["name"] for row in self.rows("us_registrants_dev.csv")]

    @cached_property
    def companies(self) -> list[str]:
        """Names of companies on stock exchanges of the world."""
        return [row["name"] for row in self.rows("listed_companies_dev.csv.gz")]
