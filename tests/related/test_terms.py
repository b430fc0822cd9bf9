"""What is shown for the pieces that Chinese, Japanese and Korean notes are counted in."""

import numpy as np
import pytest

from notelinks.notes.words import split_words
from notelinks.related.terms import find_terms

PARTICLES = "的了是在和与及"


def show(*notes: str, particles: str = PARTICLES) -> dict[str, str]:
    """What each word of some notes is shown as."""
    texts = [split_words(note) for note in notes]
    words = sorted({word for text in texts for word in text})
    word_ids = np.array([words.index(word) for text in texts for word in text], dtype=np.int32)
    starts = np.cumsum([0, *map(len, texts)])
    return dict(zip(words, find_terms(words, word_ids, starts, particles), strict=True))


def test_chinese_pair_is_shown_as_the_term_it_stands_in() -> None:
    shown = show("茶壶放在炉子上,红泥茶壶很旧。", "他买了红泥茶壶。", "红泥茶壶煮水。", "炉子旧了,炉子小,炉子好。")

    assert shown["红泥"] == shown["泥茶"] == "红泥茶壶"
    assert shown["茶壶"] == "红泥茶壶"
    assert shown["炉子"] == "炉子"


def test_rare_pair_is_left_as_it_is() -> None:
    assert show("红泥茶壶")["红泥"] == "红泥"


def test_term_does_not_reach_over_the_end_of_a_note() -> None:
    shown = show(*["灯塔", "塔楼"] * 4)

    assert shown["灯塔"] == "灯塔"
    assert shown["塔楼"] == "塔楼"


def test_particle_beside_a_chance_neighbour_tells_nothing() -> None:
    shown = show(
        *[
            "渔船的灯",
            "渔船的帆",
            "渔船出海",
            "海上的风",
            "海边的路",
            "海鸟的窝",
            "海港",
            "红灯",
            "油灯",
            "小灯",
            "点灯",
        ]
        * 3
    )

    assert shown["船的"] == ""
    assert shown["的灯"] == ""
    assert shown["渔船"] == "渔船"


def test_particle_that_is_part_of_a_word_stays() -> None:
    shown = show(*["灯塔存在", "港口存在", "渔船存在", "目的不明", "目的清楚", "目的地"] * 3)

    assert shown["存在"] == "存在"
    assert shown["目的"] == "目的"


def test_japanese_endings_tell_nothing_and_katakana_words_are_joined() -> None:
    shown = show(*["古いランプを磨く", "ランプの油", "明るいランプ"] * 3, particles="")

    assert shown["ラン"] == shown["ンプ"] == "ランプ"
    assert shown["プを"] == shown["磨く"] == ""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("등대를", "등대"),
        ("등대에서는", "등대"),
        ("수리한다", "수리"),
        ("바다로", "바다"),
        ("나이", "나이"),
        ("바람이", "바람이"),
    ],
)
def test_korean_word_is_shown_without_its_particle_if_the_rest_is_a_word(written: str, shown: str) -> None:
    words = show("등대 등대를 등대에서는 수리 수리한다 바다 바다로 나이 나 바람이")

    assert words[written] == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("만들었다", ""),
        ("켜집니다", ""),
        ("바쁘지만", ""),
        ("건너려면", ""),
        ("수선한다", "수선"),
        ("청소하려면", "청소"),
        ("바다", "바다"),
        ("캐나다", "캐나다"),
        ("우체국", "우체국"),
        ("종소리를", "종소리"),
        ("등불을", "등불"),
        ("새마을", "새마을"),
        ("마을", "마을"),
        ("토요일마다", "토요일"),
        ("git을", "git"),
        ("k는", ""),
        ("1은", ""),
    ],
)
def test_korean_verbs_and_objects_are_told_from_nouns_that_end_alike(written: str, shown: str) -> None:
    assert show(written)[written] == shown


def test_korean_noun_that_never_occurs_alone_is_known_from_its_certain_forms() -> None:
    shown = show("주석문을 주석문은 주석문이 주석문의")

    assert {*shown.values()} == {"주석문"}


def test_term_does_not_go_round_in_circles() -> None:
    assert show(*["鼓点鼓点鼓点鼓点"] * 3, particles="")["鼓点"] in ("鼓点", "鼓点鼓", "点鼓点")


def test_words_of_alphabets_are_shown_as_they_are() -> None:
    words = ["lighthouse", "leuchtturm", "маяк", "phare"]

    assert find_terms(words, np.arange(4, dtype=np.int32), np.array([0, 4]), PARTICLES) == words


def test_empty_vault_has_no_terms() -> None:
    assert find_terms([], np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64), PARTICLES) == []
