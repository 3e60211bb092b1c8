# SPDX-License-Identifier: EUPL-1.2
"""Runs the benchmarks by name and prints what they found: ``python3 dev.py bench [NAME]... [--json] [--quick]``."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from comunecast_gui.core.trust.office_key import OfficeKey
from tests.benchmarks.office import furnish, measured, service
from tests.benchmarks.store import write_history

THREADS = {80: 24, 1000: 160}
"""Connections of the bare loop: enough for the rate at an answer after 100 ms."""


@dataclass(frozen=True)
class Finding:
    """One line of the table. ``aim`` is what the figure must not pass; empty where it is only told."""

    benchmark: str
    what: str
    figure: str
    aim: str = ""
    kept: bool = True


@dataclass(frozen=True)
class Bench:
    """Where a benchmark works. ``quick`` measures less."""

    folder: Path
    quick: bool
    bundle: Path | None = None
    """The executable of a bundle, whose start is measured too."""

    def fresh(self, name: str) -> Path:
        path = self.folder / f"{name}-{time.monotonic_ns()}"
        path.mkdir()
        return path


def rate(bench: Bench) -> list[Finding]:
    """How close the send rate comes to what is allowed, over TLS with answers after 50 to 150 ms."""
    found = []
    for allowed, people in ((80, 2_400 if bench.quick else 15_000), (1000, 10_000 if bench.quick else 30_000)):
        with service(bench.folder) as environment:
            office = furnish(bench.folder, people, allowed, environment["BENCH_URL"])
            sent = measured("sender", office, environment=environment)
        reached = sent["sent"] / sent["seconds"]
        share = sent["seconds"] * allowed / people
        what = f"{people:,} people at {allowed}/s"
        aim, kept = ("≤ 1.03 × the allowed time", share <= 1.03) if allowed == 80 else ("≥ 900/s", reached >= 900)
        figure = f"{sent['seconds']:.1f} s, {reached:.0f}/s, {share:.3f} × the allowed time"
        found.append(Finding("rate", what, figure, aim, kept))
        found.append(Finding("memory", f"sending process, {what}", f"{sent['memory_mb']:.0f} MB"))
    return found


def cpu(bench: Bench) -> list[Finding]:
    """CPU time of a message, the durable record included, against a bare ``requests`` loop."""
    found = []
    for allowed, people in ((80, 1_600 if bench.quick else 2_400), (1000, 10_000)):
        ratios, figures = [], []
        for _ in range(1 if bench.quick else 3):
            with service(bench.folder) as environment:
                bare = measured("bare", people, allowed, THREADS[allowed], environment=environment)
                office = furnish(bench.folder, people, allowed, environment["BENCH_URL"])
                sent = measured("sender", office, environment=environment)
            ratios.append(sent["cpu_ms"] / bare["cpu_ms"])
            figures.append((sent["cpu_ms"], bare["cpu_ms"]))
        ratio = statistics.median(ratios)
        ours, theirs = figures[ratios.index(ratio)] if ratio in ratios else figures[0]
        told = f"{ours:.2f} ms against {theirs:.2f} ms: {ratio:.2f} ×"
        found.append(Finding("cpu", f"a message at {allowed}/s", told, "≤ 1.5 ×", ratio <= 1.5))
    return found


def window(bench: Bench) -> list[Finding]:
    """How long the window keeps a 5 ms timer waiting, with 15,000 deliveries on screen."""
    seconds, found = (8 if bench.quick else 20), []
    for allowed in (80, 1000):
        with service(bench.folder) as environment:
            office = furnish(bench.folder, 40_000 if allowed == 1000 else 15_000, allowed, environment["BENCH_URL"])
            one = measured("window", office, seconds, environment=environment)
        idle, busy = one["idle"], one["sending"]
        told = " / ".join(f"{busy[key]:.1f}" for key in ("p50", "p99", "worst"))
        idle_told = " / ".join(f"{idle[key]:.1f}" for key in ("p50", "p99", "worst"))
        ratio = busy["p99"] / idle["p99"]
        kept = ratio <= 1.5 and busy["worst"] < 100
        figure = f"{told} ms (idle {idle_told}; p99 {ratio:.2f} ×; {one['rate']:.0f}/s)"
        found.append(Finding("window", f"gap p50 / p99 / worst at {allowed}/s", figure, "p99 ≤ 1.5 ×, < 100 ms", kept))
    return found


def pages(bench: Bench) -> list[Finding]:
    """From the key of a page to its drawn picture, with 150,000 people and 20,000 notices."""
    office = furnish(bench.folder, 150_000, 80, "http://127.0.0.1:9")
    write_history(office, 20_000)
    one, found = measured("pages", office, environment=dict(os.environ)), []
    for when, what in (("rest", "at rest"), ("receipts", "while 500 receipts a second arrive")):
        for page, figures in one[when].items():
            figure = f"{figures['median']:.0f} ms, {figures['worst']:.0f} at most"
            found.append(Finding("pages", f"{page}, {what}", figure, "≤ 100 ms", figures["median"] <= 100))
    return found


def enqueue(bench: Bench) -> list[Finding]:
    """Queueing a notice for everybody in one transaction."""
    found = []
    for people in (15_000, 150_000):
        one = _store(bench, "enqueue", people)
        told = f"{one['seconds']:.2f} s; a reader beside it waited {one['reader_ms']:.0f} ms at most"
        found.append(Finding("enqueue", f"{people:,} deliveries", told, "< 10 s", one["seconds"] < 10))
    return found


def recovery(bench: Bench) -> list[Finding]:
    """After a crash with 150,000 rows queued and 160 under way."""
    one = _store(bench, "recovery", 150_000)
    return [Finding("recovery", "from opening to the first claim, 150,000 queued", f"{one['seconds']:.2f} s")]


def history(bench: Bench) -> list[Finding]:
    """Years of notices whose deliveries were folded, against ten notices."""
    few, many = _store(bench, "history", 10), _store(bench, "history", 20_000)
    told = ", ".join(f"{key.removesuffix('_ms')} {many[key]:.1f} ms (ten notices: {few[key]:.1f})" for key in _TIMES)
    what = f"20,000 notices, 60 million deliveries folded ({many['file_mb']:.0f} MB)"
    kept = all(many[key] < few[key] + 20 for key in _TIMES)
    return [Finding("history", what, told, "within 20 ms of ten notices", kept)]


def bring_in(bench: Bench) -> list[Finding]:
    """A list of 150,000 people from the file to the ledger, against reading the file and executemany of those rows."""
    found = []
    for kind in ("csv", "xlsx"):
        runs = [_people(bench, "import", 150_000, kind) for _ in range(1 if bench.quick else 3)]
        one = sorted(runs, key=lambda run: run["ours_cpu"] / (run["read_cpu"] + run["both_cpu"]))[len(runs) // 2]
        bare, less = (one["read_cpu"] + one[name] for name in ("both_cpu", "subscribers_cpu"))
        ratio = one["ours_cpu"] / bare
        told = f"{one['ours_cpu']:.1f} s of CPU against {bare:.1f} s: {ratio:.2f} × (without a ledger {less:.1f} s: "
        told += f"{one['ours_cpu'] / less:.2f} ×); by the clock {one['ours_wall']:.1f} s against "
        told += f"{one['read_wall'] + one['both_wall']:.1f} s"
        found.append(Finding("import", f"150,000 people, {kind.upper()}", told, "≤ 3 ×", ratio <= 3))
    return found


def look_for(bench: Bench) -> list[Finding]:
    """What a keystroke in the search of the subscribers' page asks of the database."""
    one = _people(bench, "filter", 150_000)
    told, cpu = (" / ".join(f"{one[f'{key}_{clock}']:.0f}" for key in ("p50", "p99", "worst")) for clock in _CLOCKS)
    what = "a keystroke among 150,000 people, p50 / p99 / worst"
    return [Finding("filter", what, f"{told} ms ({cpu} ms of CPU)", "p99 < 50 ms", one["p99_wall"] < 50)]


def choose(bench: Bench) -> list[Finding]:
    """What it costs that a third of 150,000 people chose zones or topics."""
    one = measured("choices", bench.fresh("choices"), 150_000, environment=dict(os.environ))
    told, cpu = (f"{one[f'look_p50_{clock}']:.0f} / {one[f'look_p99_{clock}']:.0f}" for clock in _CLOCKS)
    told = f"{told} ms ({cpu} ms of CPU); the number before sending {one['count_p50_wall']:.0f} ms"
    what = "filter by zone and topic among 150,000 people, a third of whom chose, p50 / p99"
    queued = f"{one['some']:.2f} s for {one['reached']:,.0f}; for all {one['everybody']:.2f} s"
    return [
        Finding("choices", what, told, "p99 < 50 ms", one["look_p99_wall"] < 50),
        Finding("choices", "queueing for one zone and topic", queued, "< 10 s", one["some"] < 10),
    ]


def start(bench: Bench) -> list[Finding]:
    """From the start of the process to the first frame and the first keys, against a window with one field.

    Warm: as every day. Cold: without Python's bytecode, as right after an installation. The processor's time is
    compared, which other programs hardly change; the best of several starts.
    """
    office = furnish(bench.folder, 5_000, 80, "http://127.0.0.1:9")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "QT_QPA_PLATFORM": "offscreen"}
    found = []
    for state in ("warm", "cold"):
        times: dict[str, list[dict[str, float]]] = {"bare": [], "window": []}
        for turn in range(4 if bench.quick else 8):
            for name, each in times.items():
                cache = bench.folder / (state if state == "warm" else f"cold-{name}-{turn}")
                environment = {**kept, "PYTHONPYCACHEPREFIX": str(cache)}
                one = measured("start", name, time.monotonic(), office, environment=environment)
                if turn or state == "cold":  # the first warm one only writes the bytecode
                    each.append(one)
        for step, what in (
            ("drawn", "to the first frame"),
            ("key", "to the first key that the window takes"),
            ("letter", "to a letter in the search for a subject, with the office open"),
        ):
            ours = {clock: min(one[f"{step}{clock}"] for one in times["window"]) for clock in ("_cpu_ms", "_ms")}
            theirs = {
                clock: min(one.get(f"{step}{clock}", one[f"key{clock}"]) for one in times["bare"]) for clock in ours
            }
            share = ours["_cpu_ms"] / theirs["_cpu_ms"]
            told = (
                f"{ours['_cpu_ms']:.0f} ms of CPU against {theirs['_cpu_ms']:.0f}: {share:.1f} ×; "
                f"by the clock {ours['_ms']:.0f} against {theirs['_ms']:.0f} ms"
            )
            aim = "≤ 2 × the bare window" if step != "letter" and state == "warm" else ""
            found.append(Finding("start", f"{state}, {what}", told, aim, not aim or share <= 2))
        if state == "warm":
            memory = {name: max(one["memory_mb"] for one in each) for name, each in times.items()}
            told = f"{memory['window']:.0f} MB against {memory['bare']:.0f} MB"
            found.append(Finding("memory", "window at rest", told))
    return [*found, *_bundle(bench, bench.bundle, office, kept)] if bench.bundle else found


def _bundle(bench: Bench, program: Path, office: Path, environment: dict[str, str]) -> list[Finding]:
    """The start of a bundle on a screen without a monitor; its first frame is seen at most a fiftieth late."""
    turns = range(3 if bench.quick else 7)
    command = program, "--data-dir", office
    ours = [measured("bundle", *command, environment=environment) for _ in turns]
    theirs = [measured("bundle", environment=environment) for _ in turns]
    best = {clock: (min(one[clock] for one in ours), min(one[clock] for one in theirs)) for clock in ("cpu_ms", "ms")}
    told = (
        f"{best['cpu_ms'][0]:.0f} ms of CPU against {best['cpu_ms'][1]:.0f} of a bare window; "
        f"by the clock {best['ms'][0]:.0f} against {best['ms'][1]:.0f} ms"
    )
    return [Finding("start", "bundle, on X11, to a window that is seen", told)]


def relay(bench: Bench) -> list[Finding]:
    """Webhooks a second that a relay takes without losing one, against a web server that only reads them."""
    found = []
    for kind in ("in batches as after a notice", "evenly from 1 to 1,000"):
        seconds = 4 if bench.quick else 10
        one = measured("relay", "measure", bench.fresh("relay"), kind, seconds, environment=dict(os.environ))
        told = (
            f"{one['per_second']:,.0f} posts/s with {one['updates_per_second']:,.0f} updates/s, "
            f"{one['mb_per_second']:.0f} MB/s; answers after {one['median_ms']:.0f} ms, 99 % within "
            f"{one['p99_ms']:.0f}, worst {one['worst_ms']:.0f}; the same sender to a bare web server "
            f"{one['bare_per_second']:,.0f}/s, {one['bare_per_second'] / one['per_second']:.1f} ×"
        )
        found.append(Finding("relay", f"posts {kind}", told, "≥ 1,000/s", one["per_second"] >= 1000))
        told = (
            f"relay {one['relay_us']:.0f} µs, of which checking and sealing alone {one['hash_and_seal_us']:.0f}; "
            f"sender {one['sender_us']:.0f} µs; {one['written_mb_per_second']:.0f} MB/s to a disk that takes "
            f"{one['disk_mb_per_second']:.0f}; load {one['load']:.1f}"
        )
        found.append(Finding("relay", f"CPU of a post {kind}", told))
    return found


_TIMES = ("open_ms", "first_page_ms")
_CLOCKS = ("wall", "cpu")
BENCHMARKS: Mapping[str, Callable[[Bench], list[Finding]]] = {
    "start": start,
    "enqueue": enqueue,
    "recovery": recovery,
    "history": history,
    "import": bring_in,
    "filter": look_for,
    "choices": choose,
    "cpu": cpu,
    "window": window,
    "pages": pages,
    "rate": rate,
    "relay": relay,
}


def _store(bench: Bench, part: str, size: int) -> dict[str, Any]:
    return measured("store", part, bench.fresh(part), size, environment=dict(os.environ))


def _people(bench: Bench, part: str, *arguments: object) -> dict[str, Any]:
    return measured("people", part, bench.fresh(part), *arguments, environment=dict(os.environ))


def main() -> int:
    names = ", ".join(BENCHMARKS)
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__, epilog=f"names: {names}")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHMARKS, []])
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--bundle", type=Path, metavar="PROGRAM", help="start: of this executable too (needs Xvfb)")
    parser.add_argument("--quick", action="store_true", help="fewer messages and repetitions")
    arguments = parser.parse_args()
    os.environ["COMUNECAST_OFFICE_KEY"] = OfficeKey.fresh().reveal()  # offices without a keyring
    found: list[Finding] = []
    for name in arguments.names or BENCHMARKS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            found += BENCHMARKS[name](Bench(Path(folder), arguments.quick, arguments.bundle))
    if arguments.json:
        print(json.dumps({"findings": [asdict(one) for one in found]}, ensure_ascii=False))
    else:
        print("| benchmark | what | measured | aim | |\n|---|---|---|---|---|")
        for one in found:
            print(f"| {one.benchmark} | {one.what} | {one.figure} | {one.aim} | {'' if one.kept else 'missed'} |")
    return 0 if all(one.kept for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
