"""What concepts look like in languages whose counted words are not those that one reads."""

from pathlib import Path

import pytest

from tests.support import index_vault, open_index, write_vault

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


@pytest.mark.parametrize(("key", "noun", "others"), [("등대.md", "등대", {"등대는", "등대를", "등대에서"})])
def test_korean_concept_stands_once_and_without_its_particles(
    tmp_path: Path, home: Path, key: str, noun: str, others: set[str]
) -> None:
    found = concepts(write_vault(tmp_path / "vault", KOREAN), key)

    assert found.count(noun) == 1
    assert not others & {*found}
