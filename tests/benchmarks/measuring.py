"""Runs a command and measures the whole of it: the process and all that it starts.

Memory is the sum of the proportional set sizes (PSS) of all these processes: pages that several of them share count
once. It is read from `/proc` four times a second, so a shorter peak may be missed; seconds of processors are those that
the kernel gives for the process and the descendants that were waited for.
"""

import contextlib
import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_GAP_S = 0.25
"""Between two looks at memory."""

_REST_SHARE = 0.02
"""Of a processor, that a process takes at rest."""


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    """Largest sum of proportional set sizes."""
    output: str
    """Its standard output."""
    is_over_limit: bool
    """It was ended because it took too long; then the figures are those until then."""


def run_measured(command: Sequence[str | Path], limit_s: float, environment: Mapping[str, str] | None = None) -> Cost:
    """Runs a command to its end, or to the limit.

    Raises:
        SystemExit: if the command failed; with what it wrote to stderr.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        [os.fspath(part) for part in command],
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    is_over_limit = False
    with MemoryMeter(process.pid) as meter:
        try:
            output, errors = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            is_over_limit = True
            os.killpg(process.pid, signal.SIGKILL)
            output, errors = process.communicate()
        wall_s = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if process.returncode and not is_over_limit:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{errors[-2000:]}")
    return Cost(wall_s, cpu_s, meter.peak_mb, output, is_over_limit)


class MemoryMeter:
    """Watches the memory of a process and its descendants for the length of a `with` block."""

    def __init__(self, process_id: int) -> None:
        self.process_id = process_id
        self.peak_mb = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "MemoryMeter":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.peak_mb = max(self.peak_mb, tree_mb(self.process_id))
            if self._is_over.wait(_GAP_S):
                return


def tree_mb(process_id: int) -> float:
    """Sum of the proportional set sizes of a process and its descendants, in MB of 10^6 bytes."""
    return sum(map(process_mb, process_tree(process_id)))


def process_mb(process_id: int) -> float:
    """Proportional set size of one process, in MB of 10^6 bytes; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0) * 1024 / 1e6


def process_tree(process_id: int) -> list[int]:
    """A process and its descendants that run at this moment."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(fields[1]), []).append(int(folder.name))
    tree = [process_id]
    for member in tree:
        tree += children.get(member, [])
    return tree


def processor_seconds(process_id: int) -> float:
    """Seconds of processors that a process has taken so far."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for_rest(process_id: int, calm_s: float, limit_s: float) -> None:
    """Returns when a process and its descendants have had next to nothing to do for a while, or the time is over."""
    end, before = time.monotonic() + limit_s, _tree_seconds(process_id)
    while time.monotonic() < end:
        time.sleep(calm_s)
        now = _tree_seconds(process_id)
        if abs(now - before) <= _REST_SHARE * calm_s:
            return
        before = now


def _tree_seconds(process_id: int) -> float:
    seconds = 0.0
    for member in process_tree(process_id):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            seconds += processor_seconds(member)
    return seconds


def folder_bytes(folder: Path) -> int:
    """Sum of the sizes of all files below a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
