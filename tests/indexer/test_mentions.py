"""Mentions follow every change of a text and of a name, and are searched for nowhere else."""

import math
import random
from pathlib import Path

import pytest

from notelinks.config import index_folder
from notelinks.indexer import mentions
from notelinks.indexer.contents import load_contents
from notelinks.indexer.mentions import MentionSearch
from notelinks.indexer.reading import refresh_store
from notelinks.notes.words import fold_word
from notelinks.store.writer import StoreWriter
from tests.support import open_index, write_vault


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    notes = {
        "Graph.md": "---\naliases: [nets]\n---\nText.",
        "a.md": "A graph.",
        "b.md": "Fish\n\nand nets.",
        "c.md": "-",
    }
    return write_vault(tmp_path / "vault", notes)


def look(vault: Path) -> None:
    """Brings notes and mentions up to date, without a training."""
    writer = StoreWriter(index_folder(vault), fold_word)
    try:
        refresh_store(vault, writer)
        search_all(writer)
    finally:
        writer.close()


def search_all(writer: StoreWriter, search: MentionSearch | None = None) -> None:
    (search or MentionSearch(writer)).go_on(load_contents(writer), seconds=math.inf)


def mentions_of(vault: Path, key: str) -> dict[str, tuple[int, str]]:
    with open_index(vault) as reader:
        note_id = next(note.note_id for note in reader.notes() if note.key == key)
        return {m.key: (m.line, m.sentence) for m in reader.links(note_id).mentioned_in}


def test_note_is_mentioned_by_name_and_alias_with_line_and_sentence(vault: Path) -> None:
    look(vault)

    assert mentions_of(vault, "Graph.md") == {"a.md": (1, "A graph."), "b.md": (3, "and nets.")}


def test_new_alias_is_looked_for_in_all_notes_and_a_lost_one_in_none(vault: Path) -> None:
    look(vault)
    write_vault(vault, {"Graph.md": "---\naliases: [fish]\n---\nText."})

    look(vault)

    assert mentions_of(vault, "Graph.md") == {"a.md": (1, "A graph."), "b.md": (1, "Fish")}


def test_new_note_is_looked_for_in_all_notes(vault: Path) -> None:
    look(vault)
    write_vault(vault, {"Fish.md": "-"})

    look(vault)

    assert mentions_of(vault, "Fish.md") == {"b.md": (1, "Fish")}


def test_changed_text_loses_and_gains_mentions(vault: Path) -> None:
    look(vault)
    write_vault(vault, {"a.md": "Nothing.", "c.md": "\n\nThe Graph is back."})

    look(vault)

    assert mentions_of(vault, "Graph.md") == {"b.md": (3, "and nets."), "c.md": (3, "The Graph is back.")}


def test_renamed_note_is_looked_for_by_its_new_name(vault: Path) -> None:
    look(vault)
    (vault / "Graph.md").rename(vault / "Fish.md")

    look(vault)

    assert mentions_of(vault, "Fish.md") == {"b.md": (1, "Fish")}


def test_linked_note_is_no_mention_until_the_link_goes(vault: Path) -> None:
    write_vault(vault, {"a.md": "A graph. [[Graph]]"})
    look(vault)
    before = mentions_of(vault, "Graph.md")
    write_vault(vault, {"a.md": "A graph. [[Gone]]"})

    look(vault)

    assert ("a.md" in before, "a.md" in mentions_of(vault, "Graph.md")) == (False, True)


def test_search_that_was_cut_off_is_made_up_for(vault: Path) -> None:
    writer = StoreWriter(index_folder(vault), fold_word)
    refresh_store(vault, writer)
    writer.close()

    look(vault)

    assert mentions_of(vault, "Graph.md").keys() == {"a.md", "b.md"}


def test_search_goes_on_where_a_kill_has_ended_it(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "_NOTES_AT_ONCE", 1)
    writer = StoreWriter(index_folder(vault), fold_word)
    refresh_store(vault, writer)
    texts, searched = StoreWriter.searched_texts, []
    monkeypatch.setattr(StoreWriter, "searched_texts", lambda w, ids: searched.extend(ids) or texts(w, ids))

    for _ in range(4):
        MentionSearch(writer).go_on(load_contents(writer), seconds=0.0)

    assert sorted(searched) == sorted(writer.note_ids().values())
    writer.close()
    assert mentions_of(vault, "Graph.md").keys() == {"a.md", "b.md"}


def test_readers_are_told_of_mentions_once(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "_NOTES_AT_ONCE", 1)
    writer = StoreWriter(index_folder(vault), fold_word)
    refresh_store(vault, writer)
    search, contents = MentionSearch(writer), load_contents(writer)
    search.go_on(contents, seconds=0.0)
    begun = writer.meta("revision")
    search.go_on(contents, seconds=0.0)
    between = writer.meta("revision")

    search.go_on(contents, seconds=math.inf)

    assert (between - begun, writer.meta("revision") - between) == (0, 1)
    assert search.is_done_for(contents)
    writer.close()


def test_save_without_a_new_name_searches_the_saved_note_alone(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look(vault)
    searched: list[int] = []
    texts = StoreWriter.searched_texts
    monkeypatch.setattr(StoreWriter, "searched_texts", lambda w, ids: searched.append(len(ids)) or texts(w, ids))
    write_vault(vault, {"a.md": "A graph, again."})

    look(vault)
    look(vault)

    assert searched == [1]


def test_language_of_the_vault_decides_which_names_are_common(vault: Path) -> None:
    german = "Der Hund und die Katze sind auf dem Weg nach Hause und es wird schon sehr spät.\n" * 3
    write_vault(vault, {f"{n}.md": german for n in range(100, 120)} | {"Und.md": "-"})

    look(vault)

    assert mentions_of(vault, "Und.md") == {}


_NAMES = ("Graph", "Fish", "Nets", "Boat", "Sea salt", "Old boat")


def _change(vault: Path, rng: random.Random) -> None:
    """Writes, renames or removes a note."""
    path, other = (vault / f"{rng.choice(_NAMES)}.md" for _ in range(2))
    words = " ".join(rng.choice(_NAMES).lower() for _ in range(5))
    aliases = rng.choice(("", "", "---\naliases: [tuna, sea]\n---\n"))
    if path.exists() and rng.random() < 0.2:
        path.unlink()
    elif path.exists() and not other.exists():
        path.rename(other)
    else:
        path.write_text(f"{aliases}{words} and tuna of the sea {rng.random()}")


def _stored_mentions(writer: StoreWriter) -> set[tuple[bytes, bytes, int]]:
    keys = {note_id: key for key, note_id in writer.note_ids().items()}
    rows = writer._rows("SELECT source_id, target_id, place FROM mentions")
    return {(keys[source_id], keys[target_id], place) for source_id, target_id, place in rows}


@pytest.mark.parametrize("seconds", [0.0, math.inf])
def test_search_that_is_kept_finds_what_a_fresh_one_finds(
    tmp_path: Path, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that is given up after its first step, most of the time, because another note was saved."""
    monkeypatch.setattr(mentions, "_NOTES_AT_ONCE", 1)
    rng = random.Random(11)
    vault = write_vault(tmp_path / "vault", {f"{name}.md": "Nothing." for name in _NAMES})
    writer = StoreWriter(index_folder(vault), fold_word)
    kept = MentionSearch(writer)
    counts = []
    for _ in range(60):
        _change(vault, rng)
        refresh_store(vault, writer, accept_empty=True)
        kept.go_on(load_contents(writer), seconds=seconds)
        if seconds == 0.0 and rng.random() < 0.7:
            continue
        search_all(writer, kept)

        fresh = StoreWriter(None, fold_word)
        refresh_store(vault, fresh)
        search_all(fresh)
        counts.append(len(found := _stored_mentions(writer)))
        assert found == _stored_mentions(fresh)
    assert max(counts) > 10
    writer.close()


def test_search_in_no_notes_does_nothing(tmp_path: Path) -> None:
    writer = StoreWriter(index_folder(tmp_path), fold_word)
    search_all(writer)
    search_all(writer)

    assert writer.meta("mention_rules")
    writer.close()
