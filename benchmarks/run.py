"""Measure Listgate beside other systems and write what came out.

``make bench`` runs it. Everything of Listgate goes through its command and its library;
results go to ``benchmarks/results/latest.json`` and ``docs/benchmarks.md``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import accuracy
import damage
import report
import tenfold
from determinations import made_up
from material import PUBLISHED, Material

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
COMMAND = Path(sys.executable).parent / "listgate"
COLD = ("Hikvision", "Dahua Technology", "Qasem Soleimani", "Acme Optical GmbH")
# The file measured end to end holds the names of the speed run so many times.
FILE_TIMES = 5
DETERMINATIONS = 5000
SAMPLE_PER_KIND, SAMPLE_UNRELATED = 40, 500


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(text, file=sys.stderr, flush=True)


def listgate_command(*arguments: str | Path, home: Path) -> float:
    """Run the command and return the seconds it took."""
    env = {**os.environ, "LISTGATE_HOME": str(home)}
    start = time.perf_counter()
    subprocess.run(
        [COMMAND, *map(str, arguments)], env=env, check=True, capture_output=True
    )
    return time.perf_counter() - start


def start_probe(
    home: Path, names: Sequence[str], single: Sequence[str], core: int
) -> tuple[subprocess.Popen[str], str]:
    """Start one measuring process on one core."""
    with tempfile.NamedTemporaryFile(
        "w", suffix=".json", delete=False, encoding="utf-8"
    ) as file:
        json.dump({"names": names, "single": single, "core": core}, file)
    process = subprocess.Popen(
        [sys.executable, str(HERE / "probe.py"), file.name],
        env={**os.environ, "LISTGATE_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    return process, file.name


def probe(
    home: Path, parts: Sequence[Sequence[str]], single: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Measure each part in a process of its own, all at once, a core each."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
    started = [
        start_probe(home, part, single, cores[i % len(cores)])
        for i, part in enumerate(parts)
    ]
    told = []
    for process, file in started:
        output, _ = process.communicate()
        Path(file).unlink()
        if process.returncode:
            raise SystemExit("the measuring process failed; its message is above")
        told.append(json.loads(output))
    return told


def customers(
    real: Sequence[str], listed: Sequence[str], count: int, rng: random.Random
) -> list[str]:
    """Half real companies, half listed names with one or two typos, mixed."""
    hurt = []
    while len(hurt) < count // 2:
        name = rng.choice(listed)
        if len(name) > 6:
            hurt.append(damage.typos(rng.choice((1, 2)))(name, rng))
    names = [*rng.choices(real, k=count - len(hurt)), *hurt]
    rng.shuffle(names)
    return names


def speed(material: Material, scratch: Path, count: int) -> dict[str, Any]:
    """Set-up times, rates, latency and memory on the real list."""
    home = scratch / "home"
    empty = listgate_command("screen", "Hikvision", home=scratch / "empty")
    update = listgate_command(
        "update",
        "--from",
        material.list_file,
        "--published",
        PUBLISHED,
        home=home,
    )
    first = listgate_command("screen", "Hikvision", home=home)
    cold = sorted(listgate_command("screen", n, home=home) for n in COLD * 3)
    rng = random.Random(accuracy.SEED)
    real = [*material.registrants, *material.companies]
    names = customers(real, [x.name for x in material.listed], count, rng)
    single = customers(real, [x.name for x in material.listed], 1000, rng)
    say("  one core")
    (one,) = probe(home, [names], single)
    say("  two cores")
    halves = probe(home, [names[0::2], names[1::2]])
    return {
        "names": count,
        "empty_home_first_answer_s": empty,
        "update_s": update,
        "first_answer_after_update_s": first,
        "cold_shell_s": cold[len(cold) // 2],
        "one_core": one,
        "two_cores_names_per_second": sum(h["names_per_second"] for h in halves),
        "file": whole_file(home, names * FILE_TIMES, scratch),
    }


def determinations(material: Material, scratch: Path, count: int) -> dict[str, Any]:
    """The rate of license determinations, with the whole control list loaded."""
    control_list = material.folder / "ear"
    if not control_list.exists():
        say("determinations: skipped, there is no control list")
        return {}
    home, path = scratch / "home", scratch / "transactions.json"
    listgate_command("update", "us-ear", "--from", control_list, home=home)
    rng = random.Random(accuracy.SEED)
    transactions = made_up(
        count,
        [x.name for x in material.listed],
        [*material.registrants, *material.companies],
        material.eccns,
        rng,
    )
    core = min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    path.write_text(json.dumps({"transactions": transactions, "core": core}), "utf-8")
    done = subprocess.run(
        [sys.executable, HERE / "determinations.py", path],
        env={**os.environ, "LISTGATE_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def whole_file(home: Path, names: Sequence[str], scratch: Path) -> dict[str, Any]:
    """Seconds for a CSV file end to end through the command, with one and two jobs."""
    path = scratch / "customers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "name"))
        writer.writerows(enumerate(names))
    took = {
        str(jobs): listgate_command(
            "screen",
            "--file",
            path,
            "-o",
            scratch / "screened.csv",
            "--jobs",
            str(jobs),
            home=home,
        )
        for jobs in (1, 2)
    }
    return {"rows": len(names), "seconds_by_jobs": took}


def tenfold_speed(material: Material, scratch: Path, count: int) -> dict[str, Any]:
    """The same rate on a list ten times as long, and how many names it still finds."""
    home, path = scratch / "tenfold", scratch / "tenfold.json.gz"
    listed = tenfold.write(material.document, path)
    say("  loading it")
    update = listgate_command(
        "update", "--from", path, "--published", PUBLISHED, home=home
    )
    first = listgate_command("screen", "Hikvision", home=home)
    rng = random.Random(accuracy.SEED)
    real = [*material.registrants, *material.companies]
    say("  screening")
    (one,) = probe(home, [customers(real, listed, count, rng)], real[:500])
    hurt = [
        damage.typo(name, rng) for name in rng.choices(listed, k=4000) if len(name) > 6
    ]
    (found,) = probe(home, [hurt])
    return {
        "list_names": len(listed),
        "update_s": update,
        "first_answer_after_update_s": first,
        "one_core": one,
        "one_typo_found_percent": 100
        * (1 - found["statuses"].get("clear", 0) / len(hurt)),
    }


def list_versions(gate: Any) -> list[dict[str, Any]]:
    """What was measured on: code, version, entries."""
    return [
        {"code": v.code, "version": v.version, "entries": v.entries}
        for v in (status.version for status in gate.lists() if status.serving)
    ]


def measured_accuracy(material: Material, home: Path) -> dict[str, Any]:
    """Accuracy through the library, in this process."""
    os.environ["LISTGATE_HOME"] = str(home)
    import listgate

    gate = listgate.open()
    told = accuracy.measure(gate, listgate, material)
    return {**told, "lists": list_versions(gate)}


def peers(material: Material, python: Path, scratch: Path) -> dict[str, Any]:
    """The same names through other systems, or nothing where they are not installed."""
    ready = (
        python.exists()
        and not subprocess.run(
            [python, "-c", "import rapidfuzz, numpy"], check=False, capture_output=True
        ).returncode
    )
    if not ready:
        say("peers: skipped, they are not installed")
        return {}
    plain, _ = accuracy.queries(material)
    rng = random.Random(accuracy.SEED)
    taken: dict[str, int] = {}
    sample = []
    for kind, listed, text in plain:
        taken[kind] = taken.get(kind, 0) + 1
        if taken[kind] <= SAMPLE_PER_KIND:
            sample.append((kind, listed.entry, text, listed.person))
    unrelated = rng.sample(material.registrants, SAMPLE_UNRELATED)
    pair_rows = material.rows("name_bench_dev.csv")
    complaint_rows = material.rows("complaints_dev.csv")
    schema = {"person": "Person", "vessel": "Vessel"}
    asked = {
        "listed": [(x.name, x.entry) for x in material.listed],
        "listed_typed": [(x.name, x.entry, x.person) for x in material.listed],
        "queries": [(k, x.entry, text, x.person) for k, x, text in plain],
        "unrelated": material.registrants,
        "sample": [
            *[s[1:] for s in sample],
            *[("", name, False) for name in unrelated],
        ],
        "pairs": [(r["name1"], r["name2"], r["schema"]) for r in pair_rows],
        "complaints": [
            (r["query"], r["listed_name"], schema.get(r["type"], "Organization"))
            for r in complaint_rows
        ],
    }
    path = scratch / "peers.json"
    path.write_text(json.dumps(asked), encoding="utf-8")
    done = subprocess.run(
        [python, HERE / "peers.py", path],
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        say("peers: skipped, their process failed; its message is above")
        return {}
    return judged(json.loads(done.stdout), plain, sample, pair_rows, complaint_rows)


def judged(
    told: dict[str, Any],
    plain: Sequence[accuracy.Query],
    sample: Sequence[Any],
    pair_rows: Sequence[dict[str, str]],
    complaint_rows: Sequence[dict[str, str]],
) -> dict[str, Any]:
    """The peers' raw scores as the measures that Listgate is given too."""
    same = [row["is_match"] == "true" for row in pair_rows]

    def search(found: dict[str, Any], kinds: Sequence[str]) -> dict[str, Any]:
        cut = accuracy.cut_at(found["unrelated"])
        asked = [(kind, plain[0][1], "") for kind in kinds]
        return {
            "names_per_second": found["names_per_second"],
            "equal_alarms": {"cut": cut, **accuracy.recall(asked, found["right"], cut)},
        }

    def pairs(scores: Sequence[float]) -> dict[str, Any]:
        return {"best_f1": accuracy.best_f1(list(zip(scores, same, strict=True)))}

    rapid = told["rapidfuzz"]
    kinds = [q[0] for q in plain]
    result = {
        f"rapidfuzz {rapid['version']} ratio, all names": search(rapid["ratio"], kinds),
        f"rapidfuzz {rapid['version']} token_sort_ratio, all names": {
            **search(rapid["token_sort_ratio"], kinds),
            "pairs": pairs(rapid["pairs"]),
        },
    }
    if logic := told.get("logic-v2"):
        right, _ = accuracy.complaints_right(
            # The project's own default: 0.7 is a match; it has no second threshold.
            complaint_rows,
            logic["complaints"],
            0.7,
            0.7,
        )
        result[f"nomenklatura {logic['version']} logic-v2, 50 candidates"] = {
            **search(logic["search"], [s[0] for s in sample]),
            "pairs": pairs(logic["pairs"]),
            "complaints_right_percent": right,
        }
    return result


def machine() -> dict[str, Any]:
    """What the numbers depend on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named = [
            x for x in cpuinfo.read_text().splitlines() if x.startswith("model name")
        ]
        model = named[0].split(":", 1)[1].strip() if named else model
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(
            os.environ.get("LISTGATE_BENCH_DATA", ROOT.parent / "shared/data")
        ),
        help="folder with csl/ and names/ (default: ../shared/data)",
    )
    parser.add_argument("--peers-python", type=Path, default=Path(sys.executable))
    parser.add_argument("--names", type=int, default=40_000, help="names per speed run")
    parser.add_argument("--skip-tenfold", action="store_true")
    return parser.parse_args()


def main() -> int:
    """Measure, write, say."""
    asked = arguments()
    material = Material(asked.data)
    if not material.present():
        say("bench: skipped, there is no data folder; name one with --data")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        say("speed")
        told: dict[str, Any] = {
            "measured_on": datetime.now(UTC).date().isoformat(),
            "machine": machine(),
            "speed": speed(material, scratch, asked.names),
        }
        say("accuracy")
        told["accuracy"] = measured_accuracy(material, scratch / "home")
        say("determinations")
        told["determinations"] = determinations(material, scratch, DETERMINATIONS)
        say("peers")
        told["peers"] = peers(material, asked.peers_python.absolute(), scratch)
        if not asked.skip_tenfold:
            say("ten times the list")
            told["tenfold"] = tenfold_speed(material, scratch, asked.names)
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / "latest.json").write_text(
        json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    text = report.page(told)
    (ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
