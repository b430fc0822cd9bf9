"""The one place where benchmarks write what they found: a section each of docs/benchmarks.md, the others kept."""

import re
from pathlib import Path

REPORT = Path(__file__).resolve().parents[2] / "docs/benchmarks.md"


def write_section(title: str, lines: list[str], report: Path = REPORT) -> None:
    """Replaces the section with that title, or adds it at the end."""
    text = report.read_text(encoding="utf-8") if report.exists() else "# Benchmarks\n"
    head, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    section = f"## {title}\n\n" + "\n".join(lines).strip() + "\n"
    titles = [part.partition("\n")[0] for part in sections]
    if f"## {title}" in titles:
        sections[titles.index(f"## {title}")] = section
    else:
        sections.append(section)
    report.write_text("\n".join(part.rstrip() + "\n" for part in (head, *sections)), encoding="utf-8")
