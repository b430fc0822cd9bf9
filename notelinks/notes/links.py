"""From what a link says to the file it means, by Obsidian's order of preference.

In: the keys of all files, once; then one target after another. Out: keys. A target is only ever looked up among the
known keys and never becomes a path of the file system, so that no link leads out of the vault.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_NOTE_ENDING = ".md"


class LinkResolver:
    """Finds the file that a link means.

    Names are compared without case and in normal form C. A target may leave out folders from the left and, for notes,
    the ending. Aliases and titles do not count, as in Obsidian.
    """

    def __init__(self, note_keys: Iterable[str], other_keys: Iterable[str] = (), *, is_obsidian: bool = True) -> None:
        """Take in every file that a link may mean.

        Args:
            note_keys: keys of notes; they win over other files.
            other_keys: keys of pictures and other attachments.
            is_obsidian: follow Obsidian to the letter. Otherwise, as for the sources of a web site, the source's folder
                comes before the root, and a leading `/` may mean a folder that became the root of the site.
        """
        self._is_obsidian = is_obsidian
        by_path: dict[str, list[str]] = defaultdict(list)
        by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for keys in (note_keys, other_keys):
            for key in sorted(keys, key=_preference):
                folded = fold_path(key)
                by_path[folded].append(key)
                by_name[folded.rpartition("/")[2]].append((folded, key))
        self._by_path = dict(by_path)
        """Folded path -> keys."""
        self._by_name = dict(by_name)
        """Folded last part of a path -> (folded path, key), notes first, the shortest path first."""

    def resolve(self, target: str, source_key: str) -> str | None:
        """The key of the note or other file that a link in `source_key` means, None if there is none.

        An exact path from the vault's root wins, then one from the source's folder, then those that end with the
        target: below the source's folder before elsewhere, the shortest path first, then the alphabet. `./` and `../`
        are exact paths from the source's folder, a leading `/` is one from the root. An empty target is the source
        itself. A target with an ending of its own is first looked up as it stands, any other first as a note.
        """
        if not target:
            return source_key
        path = target.strip()
        has_ending = "." in path.rpartition("/")[2]
        names = (path, path + _NOTE_ENDING) if has_ending else (path + _NOTE_ENDING, path)
        folder = source_key.rpartition("/")[0]
        answers = (self._resolve_name(name, folder) for name in names)
        return next((key for key in answers if key is not None), None)

    def _resolve_name(self, path: str, folder: str) -> str | None:
        """The key of the file that `path`, with its ending, means when it stands in a note of `folder`."""
        parts = path.split("/")
        if path.startswith("/"):
            path = path.lstrip("/")
            found = self._exact(path)
            return found if found is not None or self._is_obsidian else self._by_ending(path, "")
        if "." in parts or ".." in parts:
            joined = _join(folder, parts)
            return None if joined is None else self._exact(joined)
        nearby = f"{folder}/{path}" if folder else path
        for candidate in (path, nearby) if self._is_obsidian else (nearby, path):
            if (found := self._exact(candidate)) is not None:
                return found
        return self._by_ending(path, folder)

    def _exact(self, path: str) -> str | None:
        keys = self._by_path.get(fold_path(path))
        if not keys:
            return None
        return path if path in keys else keys[0]

    def _by_ending(self, path: str, folder: str) -> str | None:
        wanted, below = fold_path(path), fold_path(folder) + "/" * bool(folder)
        elsewhere = None
        for folded, key in self._by_name.get(wanted.rpartition("/")[2], ()):
            if folded == wanted or folded.endswith("/" + wanted):
                if folded.startswith(below):
                    return key
                elsewhere = elsewhere or key
        return elsewhere


def fold_path(path: str) -> str:
    """`path` as it is compared: without case, in normal form C, a Greek final sigma like any other.

    By the lower case of each letter, not by `casefold`, for which `ß` is `ss`: Maße and Masse are two notes.
    """
    if path.isascii():
        return path.lower()
    composed = unicodedata.normalize("NFC", path[:4096])
    return unicodedata.normalize("NFC", composed.lower().replace("ς", "σ"))


def _preference(key: str) -> tuple[int, str]:
    return len(key), key


def _join(folder: str, parts: list[str]) -> str | None:
    """The path that `parts` mean when followed from `folder`, None if they lead out of the vault."""
    joined = folder.split("/") if folder else []
    for part in parts:
        if part == "..":
            if not joined:
                return None
            joined.pop()
        elif part not in ("", "."):
            joined.append(part)
    return "/".join(joined)
