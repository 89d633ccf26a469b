"""Settings: read once from the environment into a frozen value, then passed along.

``LISTGATE_HOME`` holds the data (default: the platform's user data folder);
``LISTGATE_DATABASE_URL`` moves list history to PostgreSQL (default: SQLite there).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME = "LISTGATE_HOME"
DATABASE_URL = "LISTGATE_DATABASE_URL"
DATABASE_FILE = "listgate.sqlite"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data is; ``database_url`` is a SQLAlchemy URL, empty for SQLite in ``home``."""

    home: Path
    database_url: str = ""

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the one database."""
        return self.database_url or f"sqlite:///{self.home / DATABASE_FILE}"


def read_settings(
    environ: Mapping[str, str] | None = None, home: str | Path | None = None
) -> Settings:
    """The settings of this process.

    Args:
        environ: The environment; the process's own when left out.
        home: A data folder that overrides ``LISTGATE_HOME``.

    Returns:
        Settings with an absolute ``home``. Nothing is created on disk.
    """
    known = os.environ if environ is None else environ
    folder = str(home) if home is not None else known.get(HOME, "")
    path = Path(folder).expanduser() if folder else _user_data_folder()
    return Settings(home=path.absolute(), database_url=known.get(DATABASE_URL, ""))


def _user_data_folder() -> Path:
    """The platform's folder for a user's data."""
    # Imported here: 11 ms, and not needed where LISTGATE_HOME is set.
    from platformdirs import user_data_path

    return user_data_path("listgate", appauthor=False)
