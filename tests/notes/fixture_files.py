"""Reads the text fixtures; `fixtures/README.md` says how they are written."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "fixtures"

_CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,6})\}")


@dataclass(frozen=True)
class Case:
    """One file: a rule, and what shows that it is kept."""

    name: str
    """`folder/file` without its ending."""
    parts: tuple[str, ...]
    """What stands between the lines with a dot; the first is the rule as a sentence."""

    @property
    def expected(self) -> list[str]:
        """The lines of the last part."""
        return self.parts[-1].splitlines()


def read_cases(*folders: str) -> list[Case]:
    """All cases of some folders, in order of name."""
    paths = sorted(path for folder in folders for path in (FOLDER / folder).glob("*.txt"))
    cases = [_read(path) for path in paths]
    assert cases, folders
    return cases


def _read(path: Path) -> Case:
    text = _CHARACTER.sub(lambda match: chr(int(match[1], 16)), path.read_text(encoding="utf-8"))
    parts = re.split(r"^\.\n", text, flags=re.MULTILINE)
    return Case(f"{path.parent.name}/{path.stem}", tuple(part.removesuffix("\n") for part in parts))
