"""What concepts look like in languages whose counted words are not those that one reads."""

from pathlib import Path

import pytest

from tests.support import index_vault, make_home, open_index, write_vault
from tests.texts_in_languages import MIXED, VAULTS

CHINESE = {
    "茶壶.md": "红泥茶壶放在炉子上。水开了,红泥茶壶响了。他的祖父留下了这把红泥茶壶。",
    "炉子.md": "炉子很旧,炉子很小。冬天炉子旁边很暖和,红泥茶壶也在炉子旁边。",
    "灯塔.md": "灯塔照着海面。守塔人每天点亮灯塔,灯塔的光很远。海面很静。",
    "海面.md": "海面有雾,看不见灯塔。渔船停在海面上,等着灯塔亮起来。",
}
KOREAN = {
    "등대.md": "등대는 바다를 비춘다. 등대를 지키는 사람이 등대에서 산다. 등대 옆에 바다가 있다.",
    "바다.md": "바다에서 등대를 본다. 바다는 조용하다. 밤의 바다와 등대.",
    "난로.md": "난로는 따뜻하다. 난로를 켠다. 난로 옆에서 책을 읽는다. 책은 두껍다.",
    "책.md": "책을 난로 옆에 둔다. 난로가 있는 방에서 책을 읽는다.",
}


def concepts(vault: Path, key: str) -> list[str]:
    """The concepts of a note as they are shown."""
    index_vault(vault)
    with open_index(vault) as reader:
        (note_id,) = [note.note_id for note in reader.notes() if note.key == key]
        return [concept.text for concept in reader.concepts(note_id)]


def test_chinese_concepts_are_terms_and_not_pairs(tmp_path: Path, home: Path) -> None:
    found = concepts(write_vault(tmp_path / "vault", CHINESE), "茶壶.md")

    assert "红泥茶壶" in found
    assert not {"红泥", "泥茶", "茶壶"} & {*found}


EXPECTED = {
    "en": ("Sourdough.md", {"sourdough", "dough"}, "starters needs"),
    "de": ("Leuchtturm.md", {"leuchtturm", "hafen"}, "leuchtturms die"),
    "it": ("Lievito.md", {"acqua", "farina"}, "l'acqua d'acqua dell'acqua"),
    "es": ("Pan.md", {"pan", "masa"}, "panes cuando"),
    "pt": ("Farol.md", {"farol", "navios"}, "navio todas"),
    "ru": ("Огород.md", {"огород", "бобы"}, "нужна огороду огороде"),
    "zh": ("灯塔.md", {"灯塔", "渔船"}, "他点 就能"),
    "ja": ("灯台.md", {"灯台", "漁船"}, "した から"),
    "ko": ("텃밭.md", {"텃밭"}, "텃밭에는 강낭콩을 매일"),
}
"""A note, concepts that it must have, and words that must not be among them."""


@pytest.mark.parametrize("code", EXPECTED)
def test_concepts_are_what_a_note_is_about(tmp_path: Path, home: Path, code: str) -> None:
    key, wanted, unwanted = EXPECTED[code]

    found = {concept.casefold() for concept in concepts(write_vault(tmp_path / "vault", VAULTS[code]), key)}

    assert wanted <= found
    assert not {*unwanted.split()} & found


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory):
    """A reader of the index of a vault in nine languages."""
    root = tmp_path_factory.mktemp("mixed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(make_home(root / "home")))
        vault = write_vault(root / "vault", MIXED)
        index_vault(vault)
        with open_index(vault) as reader:
            yield reader


def test_concepts_of_a_mixed_vault_are_words_of_their_note(mixed) -> None:
    texts = {key: f"{key} {text}".casefold() for key, text in MIXED.items()}
    for note in mixed.notes():
        found = [concept.text for concept in mixed.concepts(note.note_id)]
        assert len(found) >= 3, note.key
        assert [text for text in found if text.casefold() not in texts[note.key]] == []


def test_stop_words_of_all_languages_of_a_mixed_vault_are_hidden(mixed) -> None:
    shown = {concept.text.casefold() for note in mixed.notes() for concept in mixed.concepts(note.note_id)}

    assert len(shown) > 100
    assert not shown & {"the", "und", "quando", "cuando", "они", "우리는", "です"}


def test_notes_of_a_language_are_nearest_to_their_own_kind(mixed) -> None:
    """The Romance ones share words (`faro`, `terra`), which is right."""
    for note in mixed.notes():
        code = note.key.split("/")[0]
        if code in ("en", "de", "ru", "zh", "ja"):
            assert mixed.related(note.note_id)[0].key.split("/")[0] == code, note.key


@pytest.mark.parametrize(("key", "noun", "others"), [("등대.md", "등대", {"등대는", "등대를", "등대에서"})])
def test_korean_concept_stands_once_and_without_its_particles(
    tmp_path: Path, home: Path, key: str, noun: str, others: set[str]
) -> None:
    found = concepts(write_vault(tmp_path / "vault", KOREAN), key)

    assert found.count(noun) == 1
    assert not others & {*found}
