"""A link at the end of a note stands above its footnotes, definitions of links, and comments."""

from pathlib import Path

import pytest

from notelinks.linking.plan import LinkPlanner, Place
from notelinks.records import NoteSummary
from tests.support import write_vault

TARGET = NoteSummary(2, "b/Graph.md", "Graph", (), (), 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A[^1] b.\n\n[^1]: note\n", "A[^1] b.\n\n[[Graph]]\n\n[^1]: note\n"),
        ("A[^1] b.\r\n\r\n\r\n[^1]: [[Other]]", "A[^1] b.\r\n\r\n[[Graph]]\r\n\r\n\r\n[^1]: [[Other]]"),
        (
            "A[^1].\n\n[^1]: note\n\n    goes on\n\n[^2]: [[Other]]\n",
            "A[^1].\n\n[[Graph]]\n\n[^1]: note\n\n    goes on\n\n[^2]: [[Other]]\n",
        ),
        (
            "See [it].\n\n[it]: https://x.org\n[Other]: ../c/Other.md 'Other'\n",
            "See [it].\n\n[[Graph]]\n\n[it]: https://x.org\n[Other]: ../c/Other.md 'Other'\n",
        ),
        ("- [[Other]]\n\n[a]: b.md\n", "- [[Other]]\n- [[Graph]]\n\n[a]: b.md\n"),
        ("Text\n\n<!-- end -->\n", "Text\n\n[[Graph]]\n\n<!-- end -->\n"),
        ("Text\n<!--\nmany\n-->\n%%end%%", "Text\n\n[[Graph]]\n\n<!--\nmany\n-->\n%%end%%"),
        ("Text\n\n%%\nmany\n%%\n", "Text\n\n[[Graph]]\n\n%%\nmany\n%%\n"),
        ("# H\n\nText ^id\n\n[^1]: x\n", "# H\n\nText ^id\n\n[[Graph]]\n\n[^1]: x\n"),
        ("| a |\n|---|\n| b |\n\n^id\n", "| a |\n|---|\n| b |\n\n^id\n\n[[Graph]]\n"),
        ("```\ncode\n\n[^1]: x\n```\n", "```\ncode\n\n[^1]: x\n```\n\n[[Graph]]\n"),
        ("[^1]: x\n", "[^1]: x\n\n[[Graph]]\n"),
        ("Text\n\n[a]: b.md\n\n    code\n", "Text\n\n[a]: b.md\n\n    code\n\n[[Graph]]\n"),
    ],
)
def test_link_under_the_text_stands_above_what_is_no_text(tmp_path: Path, before: str, after: str) -> None:
    write_vault(tmp_path, {"a/Source.md": before.encode(), "b/Graph.md": "Nodes.", "c/Other.md": "Else."})

    plan = LinkPlanner(tmp_path).plan("a/Source.md", TARGET, Place.END)

    assert plan.after.decode() == after
