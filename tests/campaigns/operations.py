"""What people, editors and sync programs do to a folder of notes: random operations, the same for the same seed.

Used by the campaigns in process and by those with a real watcher. Names that are not UTF-8 or not composed, folders
that move in and out, clocks that go back and six ways to save are all among them.
"""

import os
import random
import shutil
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.support import make_text, note_key, write_vault

_NAMES = (
    "Plain",
    "Zwölf",
    unicodedata.normalize("NFD", "Café é"),
    os.fsdecode(b"caf\xe9"),
    "漢字",
    "a b#c",
    "-rf",
    "+!x",
)
_N_TOPICS = 12


class Operations:
    """A vault, a folder outside of it, and what can be done to both."""

    def __init__(self, vault: Path, outside: Path, seed: int) -> None:
        self.vault = vault
        self.outside = outside
        self.rng = random.Random(seed)
        self.log: list[str] = []
        outside.mkdir(parents=True, exist_ok=True)
        write_vault(vault, {note_key(i): make_text(self.rng, i, _N_TOPICS) for i in range(_N_TOPICS)})

    def do(self, kind: str | None = None) -> str:
        """Does one operation, of a given kind or of any; gives its kind."""
        kind = kind or self.rng.choice(KINDS)
        operation: Callable[[], object] = getattr(self, kind)
        try:
            what = operation()
        except OSError as error:  # a target that is there already, a folder that has just gone
            what = error
        self.log.append(f"{kind} {what!r}")
        return kind

    # Notes

    def ensure_note(self) -> None:
        """A vault without any note is taken for one that is away."""
        while not self._notes():
            self.do("create")

    def create(self) -> Path:
        path = self._folder() / f"{self.rng.choice(_NAMES)} {self.rng.randrange(40)}.md"
        path.write_text(self._text(), "utf-8")
        return path

    def make_deep(self) -> Path:
        """`mkdir -p a/b/c && echo > a/b/c/x.md`, faster than any watch can be set."""
        path = self._folder() / f"a{self.rng.randrange(9)}" / "b" / "c" / f"x{self.rng.randrange(9)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._text(), "utf-8")
        return path

    def save(self) -> str:
        path, text = self._note(), self._text()
        style = self.rng.choice(SAVE_STYLES)
        style(path, text.encode())
        return f"{style.__name__} {path!r}"

    def append(self) -> Path:
        path = self._note()
        with open(path, "ab") as file:
            file.write(f"\nWord{self.rng.randrange(99)} and flour.\n".encode())
        return path

    def delete(self) -> Path:
        path = self._note()
        path.unlink()
        return path

    def rename(self) -> Path:
        path = self._note()
        return path.rename(path.with_name(f"{self.rng.choice(_NAMES)} {self.rng.randrange(40)}.md"))

    def move(self) -> Path:
        path = self._note()
        return path.rename(self._folder() / path.name)

    def swap(self) -> Path:
        """Two notes change places: sizes and time stamps move along, so only inodes tell."""
        one, other = self._note(), self._note()
        middle = one.with_name(".swapping")
        one.rename(middle)
        other.rename(one)
        return middle.rename(other)

    def set_clock_back(self) -> Path:
        """Writes the same number of bytes and gives the old time stamps back."""
        path = self._note()
        about, raw = path.stat(), path.read_bytes()
        path.write_bytes(raw[::-1] if raw.isascii() else raw)
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns if self.rng.random() < 0.7 else 0))
        return path

    def spoil(self) -> Path:
        path = self._note()
        path.write_bytes(self.rng.choice([b"\0\1\2" * 99, b"", b"caf\xe9 flour", b"---\ntags: [&a *a\n---\nwater"]))
        return path

    # Folders and other files

    def rename_folder(self) -> Path:
        folder = self._inner_folder()
        return folder.rename(folder.with_name(f"{self.rng.choice(_NAMES)}{self.rng.randrange(20)}"))

    def move_out(self) -> Path:
        folder = self._inner_folder()
        return folder.rename(self.outside / f"{self.rng.randrange(10**9)}")

    def move_in(self) -> str:
        folders = sorted(self.outside.iterdir())
        if not folders or self.rng.random() < 0.3:
            made = self.outside / f"made{self.rng.randrange(10**9)}"
            folders = [write_vault(made, {f"d/{self.rng.choice(_NAMES)}.md": self._text(), "e.md": self._text()})]
        return shutil.move(self.rng.choice(folders), self._folder() / f"in{self.rng.randrange(30)}")

    def move_to_trash(self) -> Path:
        path = self._note()
        trash = self.vault / ".trash"
        trash.mkdir(exist_ok=True)
        return path.rename(trash / path.name)

    def attach(self) -> Path:
        path = self._folder() / f"picture{self.rng.randrange(3)}.png"
        path.unlink(missing_ok=True) if path.exists() else path.write_bytes(b"\x89PNG")
        return path

    def plant_oddity(self) -> Path:
        """What is no note though it is called one; gone again the next time."""
        path = self._folder() / f"odd{self.rng.randrange(3)}.md"
        if path.is_symlink() or path.exists():
            path.unlink() if not path.is_dir() else path.rmdir()
        else:
            targets = ("..", self.outside)
            self.rng.choice([os.mkfifo, os.mkdir, *(partial(os.symlink, target) for target in targets)])(path)
        return path

    # How it is done

    def _text(self) -> str:
        text = make_text(self.rng, self.rng.randrange(_N_TOPICS), _N_TOPICS, self.rng.randrange(1, 4))
        return text + self.rng.choice(["", "[[picture1.png]]", "[[Café é 3]]", "[[Plain 7]] word"])

    def _folders(self) -> list[Path]:
        """All folders that belong to the vault; no link to one, or operations would leave it."""
        found = [self.vault]
        for folder, names, _ in os.walk(self.vault):
            inner = (name for name in names if not name.startswith("."))
            names[:] = sorted(name for name in inner if not os.path.islink(os.path.join(folder, name)))
            found += [Path(folder) / name for name in names]
        return found

    def _folder(self) -> Path:
        """Any folder, now and then the vault itself."""
        return self.vault if self.rng.random() < 0.1 else self._inner_folder()

    def _inner_folder(self) -> Path:
        folders = self._folders()[1:]
        if folders:
            return self.rng.choice(folders)
        made = self.vault / f"folder{self.rng.randrange(9)}"
        made.mkdir(exist_ok=True)
        return made

    def _notes(self) -> list[Path]:
        return [
            path for folder in self._folders() for path in sorted(folder.glob("*.md"))
            if path.is_file() and not path.is_symlink()
        ]  # fmt: skip

    def _note(self) -> Path:
        notes = self._notes()
        if not notes or (len(notes) < _N_TOPICS and self.rng.random() < 0.5):
            return self.create()
        return self.rng.choice(notes)


def in_place(path: Path, raw: bytes) -> None:
    """Overwrites the old bytes, then cuts what is left of them."""
    with open(path, "r+b") as file:
        file.write(raw)
        file.truncate()


def truncating(path: Path, raw: bytes) -> None:
    """What `>` in a shell does: empty for a moment, then written in two parts."""
    with open(path, "wb", buffering=0) as file:
        file.write(raw[: len(raw) // 2])
        file.write(raw[len(raw) // 2 :])


def replacing(path: Path, raw: bytes) -> None:
    """Through a temporary file beside it."""
    temporary = path.with_name(f".{path.name[:20]}.tmp")
    temporary.write_bytes(raw)
    os.replace(temporary, path)


def unlinking(path: Path, raw: bytes) -> None:
    """Removes it first: for a moment there is no note."""
    path.unlink()
    path.write_bytes(raw)


def backing_up(path: Path, raw: bytes) -> None:
    """As vim does with `backupcopy=no`: the old file is renamed, a new one written, the old one removed."""
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_bytes(raw)
    backup.unlink()


def linking(path: Path, raw: bytes) -> None:
    """A file without a name that gets one when it is complete (`O_TMPFILE`)."""
    descriptor = os.open(path.parent, getattr(os, "O_TMPFILE", 0) | os.O_WRONLY, 0o600)
    open_files = os.open("/proc/self/fd", os.O_RDONLY)
    temporary = path.with_name(f".{path.name[:20]}.linked")
    try:
        os.write(descriptor, raw)
        os.link(str(descriptor), temporary, src_dir_fd=open_files, follow_symlinks=True)
        os.replace(temporary, path)
    finally:
        os.close(open_files)
        os.close(descriptor)


SAVE_STYLES = (in_place, truncating, replacing, unlinking, backing_up, linking)

KINDS = (
    "create", "make_deep", "save", "save", "save", "append", "delete", "rename", "move", "swap", "set_clock_back",
    "spoil", "rename_folder", "move_out", "move_in", "move_to_trash", "attach", "plant_oddity",
)  # fmt: skip
"""All operations; saving is the most frequent."""
