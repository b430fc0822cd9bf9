"""Reads the text fixtures: title, a line with a dot, input, a line with a dot, what is expected, an empty line."""

from pathlib import Path

FOLDER = Path(__file__).parent / "fixtures"


def read_fixtures(name: str) -> list[tuple[str, str, list[str]]]:
    """(title, input, expected lines) of every case in a fixture file."""
    cases = []
    lines = iter((FOLDER / name).read_text(encoding="utf-8").split("\n"))
    for title in lines:
        if title:
            assert next(lines) == ".", title
            source = "\n".join(iter(lines.__next__, "."))
            expected = list(iter(lambda: next(lines, ""), ""))
            cases.append((title, source, expected))
    return cases
