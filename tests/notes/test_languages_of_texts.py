"""Natural sentences of nine languages: their words, their language, and what is too common to be shown."""

import pytest

from notelinks.notes.languages import display_stop_words, guess_language
from notelinks.notes.words import fold_word, split_words
from tests.texts_in_languages import VAULTS

EVERY_NOTE = [(code, key, text) for code, notes in VAULTS.items() for key, text in notes.items()]

WORDS = {
    "en": ("Don't open the oven's door.", "don't open the oven door"),
    "de": ("Die Sauerteig-Kultur säuert Straßen.", "die sauerteig-kultur säuert strassen"),
    "it": ("Dell'acqua sull'isola, un po' d'estate.", "acqua isola un po estate"),
    "es": ("¿Cuántas judías? ¡Ninguna!", "cuántas judías ninguna"),
    "pt": ("A canção ouvia-se ao pôr-do-sol.", "canção ouvia-se ao pôr-do-sol"),
    "ru": ("Ёлка и мы: 3 корабля.", "ёлка мы корабля"),
    "zh": ("守塔人有三只羊。", "守塔 塔人 人有 有三 三只 只羊"),
    "ja": ("漁船のランプ。", "漁船 船の のラ ラン ンプ"),
    "ko": ("나는 등대에 간다.", "나는 등대에 간다"),
}

COMMON = {
    "en": "the and every because don't it they was",
    "de": "der die und wenn nicht deshalb kommt sehen",
    "it": "il la quando soltanto bisogno dell'altra",
    "es": "la cuando entonces necesita cada pero",
    "pt": "quando todas precisa então mas",
    "ru": "когда нужна они потому каждый",
    "zh": "我们 因为 什么 的了",
    "ja": "です ます その とき した",
    "ko": "우리는 매일 그때 있었다 것은",
}

TELLING = {
    "en": "starter lighthouse compost",
    "de": "sauerteig leuchtturm kompost",
    "it": "lievito faro orto acqua",
    "es": "masa faro huerto",
    "pt": "fermento farol horta",
    "ru": "закваска маяк огород",
    "zh": "酵头 灯塔 菜园 黑土",
    "ja": "生地 灯台 菜園 漁船",
    "ko": "발효종 등대 텃밭",
}


@pytest.mark.parametrize(("code", "key", "text"), EVERY_NOTE, ids=[f"{code} {key}" for code, key, _ in EVERY_NOTE])
def test_language_of_a_note_of_three_sentences_is_known(code: str, key: str, text: str) -> None:
    assert guess_language(split_words(text)) == code


@pytest.mark.parametrize("code", WORDS)
def test_text_is_cut_into_words(code: str) -> None:
    text, expected = WORDS[code]

    assert [fold_word(word) for word in split_words(text)] == expected.split()


@pytest.mark.parametrize("code", COMMON)
def test_common_words_are_not_shown(code: str) -> None:
    assert {fold_word(word) for word in COMMON[code].split()} <= display_stop_words([code])


@pytest.mark.parametrize("code", TELLING)
def test_words_that_a_note_is_about_are_no_stop_words_of_any_language(code: str) -> None:
    assert not {*TELLING[code].split()} & display_stop_words(VAULTS)
