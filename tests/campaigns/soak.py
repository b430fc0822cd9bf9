"""Minutes of ordinary life: `python -m tests.campaigns.soak [MINUTES] [SEED]`.

A real `notelinks watch`, five operations a second, the terminal interface open and moving, and commands that ask. Once
a minute everything pauses until the index equals a fresh one; memory, open files and the log of the database are noted.
Ends with status 1 if the index differs, a process has ended, or memory or open files have kept growing.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.campaigns.terminal import Terminal
from tests.campaigns.watching import WatchedVault

_RATE = 5.0
"""Operations a second."""

_MAX_LOG_BYTES = 64 << 20
_MAX_GROWTH = 1.05
"""Of memory, from the second third of the time to the last: the first holds the start and the first trainings."""

_COMMANDS = (["related", "--all"], ["status"], ["concepts", "--all"], ["suggest"], ["search", "flour"])


def main(minutes: float, seed: int) -> int:
    """Runs the soak; gives the exit status."""
    with tempfile.TemporaryDirectory(prefix="notelinks-soak-") as root:
        watched = WatchedVault(Path(root), seed)
        os.environ["NOTELINKS_HOME"] = os.fspath(watched.home)
        with (
            watched.watcher,
            Terminal([os.fspath(watched.vault)], {"NOTELINKS_HOME": os.fspath(watched.home)}) as screen,
        ):
            watched.catch_up()
            samples = []
            end = time.monotonic() + 60 * minutes
            while time.monotonic() < end:
                _live_a_minute(watched, screen, min(end, time.monotonic() + 60))
                seconds = watched.catch_up()
                samples.append(_sample(watched, screen))
                print(f"{samples[-1]} equal to a fresh index after {seconds:.1f} s", flush=True)
                assert screen.process.poll() is None, "the screen has ended"
        print(f"{sum(watched.counts.values()):,} operations in {minutes:g} minutes")
        return _judge(samples)


def _live_a_minute(watched: WatchedVault, screen: Terminal, end: float) -> None:
    number = 0
    while (now := time.monotonic()) < end:
        watched.counts[watched.operations.do()] += 1
        screen.press("j" if number % 40 else "g", *(["tab"] if number % 7 == 0 else []))
        screen.output = screen.output[-10_000:]
        if number % 50 == 0:
            watched.watcher.run(*_COMMANDS[number // 50 % len(_COMMANDS)])
        number += 1
        time.sleep(max(0.0, now + 1 / _RATE - time.monotonic()))


def _sample(watched: WatchedVault, screen: Terminal) -> dict[str, int]:
    logs = watched.index_folder().glob("*-wal")
    found = {"log_kb": sum(path.stat().st_size for path in logs) >> 10}
    for name, process in (("watch", watched.watcher.process), ("screen", screen.process)):
        status = Path(f"/proc/{process.pid}/status").read_text()
        found[f"{name}_rss_kb"] = int(status.split("VmRSS:")[1].split()[0])
        found[f"{name}_files"] = len(os.listdir(f"/proc/{process.pid}/fd"))
    return found


def _judge(samples: list[dict[str, int]]) -> int:
    third = len(samples) // 3
    problems = [f"log of {s['log_kb']} kB" for s in samples if s["log_kb"] << 10 > _MAX_LOG_BYTES]
    if third:
        for name in samples[0]:
            before = max(sample[name] for sample in samples[third : 2 * third])
            after = max(sample[name] for sample in samples[2 * third :])
            limit = before * _MAX_GROWTH if name.endswith("rss_kb") else before + 2
            if name != "log_kb" and after > limit:
                problems.append(f"{name} has grown from {before} to {after}")
    print("; ".join(problems) or "nothing has grown")
    return 1 if problems else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    raise SystemExit(main(float(given[0]) if given else 10.0, int(given[1]) if len(given) > 1 else 1))
