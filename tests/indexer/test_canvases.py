"""Canvases: what they show is told of a note, a change is noticed, and a broken one costs only itself."""

import json
import os
from pathlib import Path

import pytest

from tests.support import index_vault, open_index, read_everything, write_vault

CARD = {"id": "1", "type": "file", "file": "a/Note.md", "subpath": "#Part"}


def canvas(*nodes: dict[str, str]) -> str:
    return json.dumps({"nodes": list(nodes), "edges": []})


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    notes = {
        "a/Note.md": "# Part\nText.",
        "Other.md": "See [[Board.canvas]].",
        "Third.md": "words",
    }
    return write_vault(tmp_path / "vault", {**notes, "Board.canvas": canvas(CARD)})


def shown_on(vault: Path, key: str) -> list[tuple[str, str]]:
    with open_index(vault) as reader:
        note_id = next(note.note_id for note in reader.notes() if note.key == key)
        return [(link.key, link.fragment) for link in reader.links(note_id).canvases]


def digest(vault: Path) -> str:
    return read_everything(vault)["digest"]


def test_card_that_shows_a_note_is_a_backlink_and_card_of_text_is_none(vault: Path) -> None:
    text = {"id": "2", "type": "text", "text": "see [[Other]]"}
    write_vault(vault, {"Board.canvas": canvas(CARD, text)})

    index_vault(vault)

    assert (shown_on(vault, "a/Note.md"), shown_on(vault, "Other.md")) == ([("Board.canvas", "Part")], [])


def test_changed_canvas_is_noticed_and_changes_the_digest(vault: Path) -> None:
    index_vault(vault)
    before = digest(vault)
    write_vault(vault, {"Board.canvas": canvas({"type": "file", "file": "Third.md"})})

    index_vault(vault)

    assert (shown_on(vault, "a/Note.md"), shown_on(vault, "Third.md")) == ([], [("Board.canvas", "")])
    assert before != digest(vault)


def test_removed_canvas_is_forgotten(vault: Path) -> None:
    index_vault(vault)
    (vault / "Board.canvas").unlink()

    index_vault(vault)

    assert shown_on(vault, "a/Note.md") == []


def test_card_leads_to_a_note_that_comes_later(vault: Path) -> None:
    write_vault(vault, {"Board.canvas": canvas({"type": "file", "file": "new/Late.md"})})
    index_vault(vault)
    write_vault(vault, {"new/Late.md": "text"})

    index_vault(vault)

    assert shown_on(vault, "new/Late.md") == [("Board.canvas", "")]


def test_card_means_an_exact_path(vault: Path) -> None:
    write_vault(vault, {"Board.canvas": canvas({"type": "file", "file": "Note.md"}), ".obsidian/app.json": "{}"})

    index_vault(vault)

    assert shown_on(vault, "a/Note.md") == []


def test_broken_canvas_costs_only_itself_and_is_listed_until_it_is_mended(vault: Path) -> None:
    write_vault(vault, {"Broken.canvas": '{"nodes": ['})
    index_vault(vault)
    with open_index(vault) as reader:
        broken = [(file.key, file.reason) for file in reader.skipped()]
    write_vault(vault, {"Broken.canvas": canvas(CARD)})

    index_vault(vault)

    assert broken == [("Broken.canvas", "no valid canvas (line 1: Expecting value)")]
    assert [key for key, _ in shown_on(vault, "a/Note.md")] == ["Board.canvas", "Broken.canvas"]


def test_unchanged_canvas_is_not_read_again(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index_vault(vault)
    monkeypatch.setattr("notelinks.indexer.canvases.parse_canvas", lambda key, raw: pytest.fail(f"{key} was read"))
    os.utime(vault / "Third.md", ns=(1, 1))

    index_vault(vault)

    assert shown_on(vault, "a/Note.md") == [("Board.canvas", "Part")]


def test_canvas_is_no_note_and_changes_no_ranking(vault: Path) -> None:
    index_vault(vault)
    before = read_everything(vault)["related"]
    write_vault(vault, {"Board.canvas": canvas(CARD, {"type": "file", "file": "Other.md"})})

    index_vault(vault)

    with open_index(vault) as reader:
        assert [note.key for note in reader.notes() if note.key.endswith(".canvas")] == []
        assert reader.status().pending == 0
    assert before == read_everything(vault)["related"]
