"""Sections of stored notes: which of them is named as the one that matches."""

import dataclasses
from pathlib import Path

import pytest

from notelinks.query.ranking import NoteRanking
from notelinks.query.reasons import ReasonFinder
from tests.support import index_vault, open_index, write_vault

_BREAD = (
    "Flour and water rest overnight, then the dough is folded and shaped. The oven must be hot before the loaf goes "
    "in, and the crust sings when it cools on the rack. "
)
_GARDEN = (
    "The compost heap warms the soil in spring. Beans climb the poles and slugs climb after them. A mulch of leaves "
    "keeps the bed moist while the tomatoes ripen along the wall. "
)
_MUSIC = (
    "The guitar needs new strings before the concert. A slow melody over four chords is enough for the first verse. "
    "The drummer counts in and the bass follows with a quiet rhythm. "
)
NOTES = {
    "Weekend.md": f"# Saturday\n\n{_BREAD * 4}\n\n# Sunday\n\n{_GARDEN * 4}\n\n# Evening\n\n{_MUSIC * 4}\n",
    "Allotment.md": f"{_GARDEN}\n\nThe slugs ate every bean.\n",
    "Year.md": f"{_MUSIC * 4}\n\n## Spring\n\n{_GARDEN * 3}\n\n## Winter\n\n{_BREAD * 3}\n",
    "Everything.md": _BREAD + _GARDEN + _MUSIC,
    "Loaf.md": _BREAD,
    "Alps.md": "A train crossed the pass at dawn and the lake below was frozen.",
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory):
    """A reader of an index of notes of which two are long."""
    root = tmp_path_factory.mktemp("sections")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(root / "home"))
        folder: Path = write_vault(root / "vault", NOTES)
        index_vault(folder)
        with open_index(folder) as reader:
            yield reader


def _named(reader, key: str, other: str) -> tuple[str | None, str | None]:
    ids = {note.key: note.note_id for note in reader.notes()}
    reason = ReasonFinder(reader).reason(ids[key], ids[other])
    sections = (reason.own_section, reason.section)
    return tuple(None if section is None else section.heading for section in sections)


def test_section_of_a_long_note_that_matches_a_short_one_is_named(vault) -> None:
    assert _named(vault, "Weekend.md", "Allotment.md") == ("Sunday", None)
    assert _named(vault, "Allotment.md", "Weekend.md") == (None, "Sunday")
    assert _named(vault, "Weekend.md", "Loaf.md") == ("Saturday", None)


def test_text_before_the_first_heading_is_a_section_too(vault) -> None:
    ids = {note.key: note.note_id for note in vault.notes()}

    (reason,) = ReasonFinder(vault).text_reasons(["guitar", "melody"], [ids["Year.md"]])

    assert (reason.section.heading, reason.section.level) == ("", 0)


def test_line_of_the_heading_is_told(vault) -> None:
    ids = {note.key: note.note_id for note in vault.notes()}

    section = ReasonFinder(vault).reason(ids["Loaf.md"], ids["Year.md"]).section

    assert (section.heading, section.line) == (
        "Winter",
        NOTES["Year.md"][: NOTES["Year.md"].index("## W")].count("\n") + 1,
    )


def test_nothing_is_named_where_all_sections_match_alike(vault) -> None:
    assert _named(vault, "Weekend.md", "Year.md") == (None, None)


def test_short_notes_have_no_sections(vault) -> None:
    assert _named(vault, "Allotment.md", "Everything.md") == (None, None)


def test_parts_of_a_texts_score_add_up_to_it(vault) -> None:
    words = ["slugs", "dough", "guitar", "guitar", "nowhere"]
    near = NoteRanking(vault).near_text(words)

    reasons = ReasonFinder(vault).text_reasons(words, [note_id for note_id, _ in near])

    assert len(near) > 3
    assert [reason.total for reason in reasons] == pytest.approx([score for _, score in near], abs=1e-5)
    assert {reason.links for reason in reasons} == {0.0}


def test_text_is_explained_by_the_words_it_shares(vault) -> None:
    words = ["slugs", "bean"]
    ids = {note.key: note.note_id for note in vault.notes()}

    (reason,) = ReasonFinder(vault).text_reasons(words, [ids["Allotment.md"]])

    assert {word for word, _ in reason.words[:2]} == {"slugs", "bean"}
    assert ReasonFinder(vault).text_reasons(words, []) == []


def test_term_that_stands_for_several_words_is_one_word_of_a_reason(vault, monkeypatch) -> None:
    """As Chinese terms do, of which several pairs of characters are shown as one."""
    ids = {note.key: note.note_id for note in vault.notes()}
    finder = ReasonFinder(vault)
    words = dict(finder.reason(ids["Weekend.md"], ids["Allotment.md"]).words)
    first, second = list(words)[:2]
    shown = tuple("both" if text in (first, second) else text for text in finder._generation.displayed)
    monkeypatch.setattr(finder, "_generation", dataclasses.replace(finder._generation, displayed=shown))

    reason = finder.reason(ids["Weekend.md"], ids["Allotment.md"])

    assert reason.words[0] == ("both", pytest.approx(words[first] + words[second]))
    assert len({text for text, _ in reason.words}) == len(reason.words) == 3
