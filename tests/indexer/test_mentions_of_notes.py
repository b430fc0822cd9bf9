"""Notes that are named in a text without a link."""

from pathlib import Path

from tests.support import index_vault, open_index, read_everything, write_vault


def test_mention_is_a_title_in_the_text_without_a_link(tmp_path: Path) -> None:
    notes = {
        "Sour Dough.md": "Flour and water.",
        "a.md": "I like sour dough very much.",
        "b.md": "I like [[Sour Dough|sour dough]] as well.",
        "c.md": "Sour things, and dough.",
    }
    vault = write_vault(tmp_path / "vault", notes)

    index_vault(vault)

    with open_index(vault) as reader:
        named = next(note.note_id for note in reader.notes() if note.key == "Sour Dough.md")
        assert [mention.key for mention in reader.links(named).mentioned_in] == ["a.md"]


def test_mention_goes_when_the_link_is_made(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {"Sourdough.md": "Flour.", "a.md": "I like Sourdough."})
    index_vault(vault)
    before = read_everything(vault)["mentions"]["a.md"]
    write_vault(vault, {"a.md": "I like [[Sourdough]]."})

    index_vault(vault)

    assert (before, read_everything(vault)["mentions"]["a.md"]) == (["Sourdough.md"], [])
