"""The folders of a vault as groups of its notes: few enough to tell apart, none that holds nearly everything."""

from collections import Counter
from collections.abc import Sequence

from notelinks.selection import folder_of

MAX_FOLDERS = 16
"""Folders that are told apart; notes of the rest belong to no group."""

_TOO_LARGE = 0.5
"""Share of the notes from which a folder is shown by its subfolders."""


def group_folders(keys: Sequence[str]) -> tuple[list[str], list[int]]:
    """The folders, the one with the most notes first, and the position of its folder among them for each note.

    These are the folders at the top of the vault, empty for the vault itself. Where one of them holds half of the notes
    or more, it is shown by its subfolders. A note of any other folder has -1.

    Args:
        keys: of the notes.
    """
    parts = [folder_of(key).split("/") for key in keys]
    depths = [1] * len(keys)
    for depth in range(1, max((len(part) for part in parts), default=0)):
        shown = ["/".join(part[:d]) for part, d in zip(parts, depths, strict=True)]
        sizes = Counter(shown)
        for row, folder in enumerate(shown):
            if sizes[folder] >= _TOO_LARGE * len(keys) and len(parts[row]) > depth == depths[row]:
                depths[row] += 1
    shown = ["/".join(part[:d]) for part, d in zip(parts, depths, strict=True)]
    sizes = Counter(shown)
    folders = sorted(sizes, key=lambda folder: (-sizes[folder], folder))[:MAX_FOLDERS]
    places = {folder: place for place, folder in enumerate(folders)}
    return folders, [places.get(folder, -1) for folder in shown]
