"""Links that are planned into a note of a small vault."""

from pathlib import Path

from hypothesis import strategies as st

from notelinks.linking.plan import LinkPlanner, Place
from notelinks.records import NoteSummary
from tests.support import write_vault

TARGET = NoteSummary(2, "b/Graph.md", "Graph", ("Graph theory", "Vertices"), (), 0, 0, 0, 0)

PIECES = st.sampled_from(
    [
        "graph",
        "Graph theory",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "`",
        "```\n",
        "[[",
        "]]",
        "[",
        "](x)",
        "|",
        "| a |\n|---|\n",
        "# ",
        "- ",
        "> ",
        "%%",
        "$",
        "$$",
        "<!--",
        "-->",
        "<a>",
        "</a>",
        "*",
        "_",
        "==",
        "---\n",
        "\\",
        "#",
        "^",
        "text",
        "日本",
        "é",
        "e\u0301",
        "\u2028",
        "    ",
        "\t",
        "![",
        "[^1]",
        "[^1]: ",
        "[[Other]]",
        "https://x.org/",
        "\ufeff",
        "{%",
        "%}",
    ]
)
"""Parts of notes, most of which name the target."""


def plan(vault: Path, raw: str | bytes, place: Place | None = None, *, app: str = ""):
    write_vault(vault, {"a/Source.md": raw, "b/Graph.md": "Nodes.", "c/Other.md": "Else."})
    if app:
        write_vault(vault, {".obsidian/app.json": app})
    return LinkPlanner(vault).plan("a/Source.md", TARGET, place)


def linked(vault: Path, raw: str | bytes, place: Place | None = None, *, app: str = "") -> str:
    return plan(vault, raw, place, app=app).after.decode()
