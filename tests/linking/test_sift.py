"""Mentions are sifted before the note is read anew for one: quickly, and without a difference to what is found."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelinks.errors import LinkRefusedError, NothingToLinkError
from notelinks.linking import place, sift
from notelinks.linking.plan import LinkPlanner, Place
from notelinks.linking.sift import MentionSieve
from tests.linking.planning import PIECES, TARGET, linked, plan

PARAGRAPH = "Words of a paragraph with *marks* and a [link](https://x.org/a).\n\n"
IN_CODE = PARAGRAPH * 20 + "```\n" + "x = Graph(1)\n" * 120 + "```\n"


@pytest.fixture(autouse=True)
def _has_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is."""
    monkeypatch.setattr(place, "MAX_SEARCH_S", 60.0)


def _count_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One element more for each reading of a whole note with a link in it."""
    readings: list[str] = []
    read = place.parse_note

    def counted(key: str, raw: bytes):
        readings.append(key)
        return read(key, raw)

    monkeypatch.setattr(place, "parse_note", counted)
    return readings


@pytest.mark.parametrize(
    "text",
    [
        IN_CODE,
        "In `graph` it is.\n\n" * 300,
        "In `graph` it is.\n" * 300,
        "- In `graph` it is.\n" * 300,
        "| a | b |\n|---|---|\n" + "| `graph` | $graph$ |\n" * 300,
        "In [a graph](https://x.org) it is.\n\n" * 300,
        "<div>\n" + "A graph.\n" * 300 + "</div>\n",
        "%%\n" + "A graph.\n" * 300 + "%%\n",
        "[[Other|graph]] and ![[graph.png]]\n" * 300,
        "> > [graph]\n" * 300 + "\n[graph]: /u\n",
    ],
)
def test_note_is_not_read_for_mentions_that_are_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    readings = _count_readings(monkeypatch)

    assert linked(tmp_path, text + "\nA graph.\n") == text + "\nA [[Graph|graph]].\n"
    assert len(readings) == 1
    assert plan(tmp_path, text).place is Place.END


@pytest.mark.parametrize("n_before", [49, 50, 150])
def test_good_place_among_many_in_one_paragraph_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_before: int
) -> None:
    monkeypatch.setattr(sift, "MAX_AT_ONCE", 50)
    text = "In `graph` it is,\n" * n_before

    assert linked(tmp_path, text + "a graph.\n" + text) == text + "a [[Graph|graph]].\n" + text


def test_same_cells_of_a_table_are_told_apart(tmp_path: Path) -> None:
    rows = "| a | b |\n|---|---|\n| x | `graph` |\n| x | `graph` |\n"

    assert linked(tmp_path, f"{rows}| graph | graph |\n") == f"{rows}| [[Graph\\|graph]] | graph |\n"


def test_row_of_a_table_without_bars_has_its_pipe_escaped(tmp_path: Path) -> None:
    assert linked(tmp_path, "| a |\n|---|\na graph\n") == "| a |\n|---|\na [[Graph\\|graph]]\n"


def test_search_is_given_up_after_a_time_and_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MentionSieve, "sift", lambda self, mentions, check_time: iter(mentions))
    monkeypatch.setattr(place, "MAX_SEARCH_S", 0.01)
    read = place.parse_note
    monkeypatch.setattr(place, "parse_note", lambda *arguments: time.sleep(0.02) or read(*arguments))

    for where in (None, Place.MENTION):
        with pytest.raises(LinkRefusedError, match=r"a/Source\.md names b/Graph\.md often.*--at end.*by hand"):
            plan(tmp_path, IN_CODE, where)
    assert plan(tmp_path, IN_CODE, Place.END).place is Place.END
    assert [planned.place for planned in LinkPlanner(tmp_path).plan_all("a/Source.md", TARGET)] == [Place.END]


@settings(max_examples=300, deadline=None)
@given(raw=st.lists(PIECES, max_size=25).map("".join), markdown=st.booleans())
def test_sifted_or_not_the_same_place_is_found(tmp_path_factory, raw: str, markdown: bool) -> None:
    """For any note."""
    vault = tmp_path_factory.mktemp("vault")
    app = f'{{"useMarkdownLinks": {str(markdown).lower()}}}'

    def found() -> str:
        try:
            return linked(vault, raw.encode(), Place.MENTION, app=app)
        except (LinkRefusedError, NothingToLinkError) as error:
            return str(error)

    sifted = found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MentionSieve, "sift", lambda self, mentions, check_time: iter(mentions))
        unsifted = found()

    assert sifted == unsifted
