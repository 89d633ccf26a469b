"""Put real output into README.md and the documentation.

A block between ``<!-- demo:begin -->`` and ``<!-- demo:end -->`` is replaced by what
``scripts/demo.py`` prints; one between ``<!-- run:begin COMMAND -->`` and
``<!-- run:end -->`` by what the command prints on a terminal. ``--check`` changes nothing
and exits with 1 where a text is out of date.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
DEMO = re.compile(r"(<!-- demo:begin -->\n).*?(<!-- demo:end -->)", re.DOTALL)
RUN = re.compile(r"(<!-- run:begin (.+?) -->\n).*?(<!-- run:end -->)", re.DOTALL)


def output(command: list[str]) -> str:
    """What the command prints, without color, on the embedded list."""
    env = {
        **os.environ,
        "LISTGATE_HOME": str(Path(sys.prefix) / "demo-home"),
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def told(command: str) -> str:
    """What a ``listgate`` command prints on a terminal."""
    _, *words = shlex.split(command)
    if "--format" not in words:
        words += ["--format", "table"]
    return output(["-m", "listgate", *words])


def filled(text: str) -> str:
    """The page with each marked block made anew."""

    def demo(match: re.Match[str]) -> str:
        shown = output(["scripts/demo.py"])
        return f"{match[1]}```console\n$ make demo\n{shown}\n```\n{match[2]}"

    def run(match: re.Match[str]) -> str:
        shown = told(match[2])
        return f"{match[1]}```console\n$ {match[2]}\n{shown}\n```\n{match[3]}"

    return RUN.sub(run, DEMO.sub(demo, text))


def main() -> int:
    """Fill the pages, or say which are out of date."""
    stale = []
    for page in PAGES:
        old = page.read_text(encoding="utf-8")
        if (new := filled(old)) != old:
            stale.append(str(page.relative_to(ROOT)))
            if "--check" not in sys.argv[1:]:
                page.write_text(new, encoding="utf-8")
    if stale:
        verb = "out of date, run make readme" if "--check" in sys.argv[1:] else "filled"
        print(f"{', '.join(stale)}: {verb}", file=sys.stderr)
    return int(bool(stale) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
