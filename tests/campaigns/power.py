"""What a disk holds after the power was cut: a model, fed with the system calls of a writer as strace saw them.

What was synced is there. Of what was written since, each write is there or not, whole or up to a sector. Folders change
in order, up to some point that is not before the last thing synced; that is how journaling file systems keep them.
Memory that is mapped (SQLite's index of its log) is not modelled: it is not there.
"""

import random
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

TRACED = "openat,write,pwrite64,lseek,ftruncate,fsync,fdatasync,rename,unlink,mkdir,rmdir"
"""What is to be traced, with `strace -y -xx`."""

_SECTOR = 512
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"(\d+)<([^>]*)>")


@dataclass(frozen=True)
class Call:
    """One system call that has succeeded."""

    name: str
    paths: tuple[str, ...]
    """That of the descriptor, or those that it names."""
    data: bytes = b""
    number: int = 0
    """Where it writes, or to what it cuts a file; -1 for where the descriptor stands."""
    descriptor: int = -1
    flags: str = ""


@dataclass
class _File:
    """What of a file is on the disk, and what is on its way there."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, data) of each write; (size, None) where it was cut."""

    def sync(self) -> None:
        for change in self.pending:
            _apply(self.synced, change)
        self.pending.clear()

    def after_power_cut(self, rng: random.Random) -> bytes:
        content = bytearray(self.synced)
        for offset, data in self.pending:
            if rng.random() < 0.5:
                is_torn = data is not None and len(data) > _SECTOR and rng.random() < 0.3
                cut = _SECTOR * rng.randrange(len(data) // _SECTOR) if is_torn else None
                _apply(content, (offset, data[:cut] if is_torn else data))
        return bytes(content)


def _apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    offset, data = change
    if data is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def read_trace(text: str, below: Path) -> list[Call]:
    """The calls of a trace that touch anything below a folder."""
    calls = []
    for line in text.splitlines():
        match = _CALL.search(line)
        if match is None or int(match[3]) < 0:
            continue
        name, arguments, result = match[1], match[2], int(match[3])
        texts = [bytes.fromhex(found.replace("\\x", "")) for found in _TEXT.findall(arguments)]
        descriptor = _DESCRIPTOR.match(arguments)
        numbers = arguments.rsplit(", ", 2)
        if name in ("openat", "rename", "unlink", "mkdir", "rmdir"):
            call = Call(name, tuple(map(bytes.decode, texts)), descriptor=result, flags=arguments)
        elif descriptor is None:
            continue
        else:
            path = bytes.fromhex(descriptor[2].replace("\\x", "")).decode() if "\\x" in descriptor[2] else descriptor[2]
            at = {"pwrite64": lambda last: int(last[-1]), "ftruncate": lambda last: int(last[-1])}.get(name)
            number = at(numbers) if at else result if name == "lseek" else -1
            call = Call(name, (path,), texts[0] if texts else b"", number, int(descriptor[1]))
        if all(path.startswith(f"{below}/") or path == str(below) for path in call.paths):
            calls.append(call)
    return calls


class Disk:
    """The folder of a writer, call by call."""

    def __init__(self) -> None:
        self._names: dict[str, _File | None] = {}
        """Files by path; None for a folder. As the running system sees them."""
        self._log: list[tuple[str, ...]] = []
        """What has happened to names, in order."""
        self._made: dict[int, _File] = {}
        """The file that each entry of the log has made."""
        self._n_synced = 0
        self._offsets: dict[int, int] = {}

    def do(self, call: Call) -> None:
        """One more call."""
        path = call.paths[0]
        if call.name == "openat":
            self._open(call, path)
        elif call.name in ("rename", "unlink", "mkdir", "rmdir"):
            self._log.append((call.name, *call.paths))
            _change_names(self._names, self._log[-1], None)
        elif call.name in ("fsync", "fdatasync"):
            self._n_synced = len(self._log)
            if (file := self._names.get(path)) is not None:
                file.sync()
        elif call.name == "lseek":
            self._offsets[call.descriptor] = call.number
        elif (file := self._names.get(path)) is not None:
            self._write(call, file)

    def _open(self, call: Call, path: str) -> None:
        self._offsets[call.descriptor] = 0
        if "O_CREAT" in call.flags and path not in self._names:
            self._log.append(("create", path))
            self._names[path] = self._made[len(self._log) - 1] = _File()
        elif "O_TRUNC" in call.flags and (file := self._names.get(path)) is not None:
            file.pending.append((0, None))

    def _write(self, call: Call, file: _File) -> None:
        if call.name == "ftruncate":
            file.pending.append((call.number, None))
            return
        offset = call.number if call.number >= 0 else self._offsets.get(call.descriptor, 0)
        file.pending.append((offset, call.data))
        if call.number < 0:
            self._offsets[call.descriptor] = offset + len(call.data)

    def cut_power(self, rng: random.Random, source: Path, target: Path) -> None:
        """Writes what is left of the folder at `source` into a new one at `target`."""
        names: dict[str, _File | None] = {}
        for i, entry in enumerate(self._log[: rng.randint(self._n_synced, len(self._log))]):
            _change_names(names, entry, self._made.get(i))
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(mode=0o700)
        for path, file in sorted(names.items()):
            place = target / Path(path).relative_to(source)
            if file is None:
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            elif not path.endswith("-shm"):
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                place.write_bytes(file.after_power_cut(rng))
                place.chmod(0o600)


def _change_names(names: dict[str, _File | None], entry: tuple[str, ...], made: _File | None) -> None:
    name, path, *rest = entry
    if name == "create":
        names[path] = made
    elif name == "mkdir":
        names[path] = None
    elif name in ("unlink", "rmdir"):
        names.pop(path, None)
    else:
        for old in [old for old in names if old == path or old.startswith(f"{path}/")]:
            names[rest[0] + old[len(path) :]] = names.pop(old)
