"""`listgate` and `python -m listgate`."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command line; the exit code."""
    from listgate.cli.app import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
