import time

import pytest

from notelinks.notes.languages import display_stop_words, guess_language, vault_languages
from notelinks.notes.words import fold_word, split_words

TEXTS = {
    "en": "I wrote this note while thinking about how gardens grow over time and why they need water.",
    "de": "Dieser Text handelt von Gärten, die im Frühling wachsen und viel Wasser brauchen, weil es warm ist.",
    "it": "Questa nota parla di come crescono i giardini e perché hanno bisogno di acqua nella stagione calda.",
    "es": "Esta nota trata de cómo crecen los jardines y por qué necesitan agua durante el verano.",
    "pt": "Esta nota fala sobre como os jardins crescem e por que eles precisam de água no verão.",
    "fr": "Cette note parle de la façon dont les jardins poussent et pourquoi ils ont besoin d'eau.",
    "ru": "Эта заметка о том, как растут сады и почему им нужна вода летом.",
    "uk": "Ця нотатка про те, як ростуть сади і чому вони потребують води, але не взимку.",
    "zh": "这篇笔记讲述花园如何生长，以及为什么夏天需要水。",
    "ja": "このノートは、庭がどのように育つか、なぜ夏に水が必要なのかについて書いています。",
    "ko": "이 노트는 정원이 어떻게 자라는지, 왜 여름에 물이 필요한지에 대한 글이다.",
    "th": "สวนเติบโตอย่างไรและทำไมจึงต้องการน้ำ",
    "hi": "बगीचे कैसे बढ़ते हैं और उन्हें पानी की आवश्यकता क्यों होती है",
    "el": "Αυτή η σημείωση μιλάει για τους κήπους και το νερό.",
    "he": "הרשימה הזאת עוסקת בגנים ובמים",
    "ar": "هذه الملاحظة تتحدث عن الحدائق التي تحتاج إلى الماء في الصيف",
    "fa": "این یادداشت درباره باغ‌ها است که در تابستان به آب نیاز دارند",
}


@pytest.mark.parametrize("language", TEXTS)
def test_language_of_a_short_text_is_found(language: str) -> None:
    assert guess_language(split_words(TEXTS[language])) == language


def test_korean_note_full_of_english_terms_is_korean() -> None:
    text = "Spring Data JPA repository 설정 방법 정리 EntityManager transaction query method 사용"

    assert guess_language(split_words(text)) == "ko"


def test_english_note_with_a_few_foreign_words_is_english() -> None:
    assert guess_language(split_words(TEXTS["en"] + " The word λόγος is Greek and слово is not.")) == "en"


def test_list_of_names_has_no_language() -> None:
    assert guess_language(split_words("grep cat sort chmod coreutils bash github config")) == ""
    assert guess_language(split_words("cat cat " + "grep sort chmod uniq " * 10)) == ""
    assert guess_language([]) == ""


def test_guessing_takes_less_than_a_millisecond_for_a_long_note() -> None:
    words = split_words(TEXTS["en"] * 2000)
    guess_language(words)
    start = time.process_time()
    for _ in range(20):
        guess_language(words)

    assert (time.process_time() - start) / 20 < 0.003


def test_vault_has_english_and_every_language_of_a_twentieth_of_its_notes() -> None:
    assert vault_languages({"de": 5, "it": 4, "": 91}) == ("de", "en")
    assert vault_languages({}) == ("en",)


def test_english_stop_words_leave_concepts_alone() -> None:
    words = display_stop_words(["en"])

    assert {"the", "and", "whenever", "don't", "com", "about"} <= words
    assert not words & {"system", "computer", "text", "information", "order", "value", "research", "work", "note"}


def test_stop_words_of_one_language_do_not_touch_another() -> None:
    assert "und" not in display_stop_words(["en"])
    assert "die" not in display_stop_words(["en", "fr"])
    assert "die" in display_stop_words(["en", "de"])


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("zh", "我们"),
        ("zh", "可以"),
        ("zh", "的是"),
        ("ja", "です"),
        ("ja", "から"),
        ("ko", "있는"),
        ("tr", "için"),
        ("he", "אבל"),
    ],
)
def test_own_lists_fill_the_gaps_of_the_package(language: str, word: str) -> None:
    assert word in display_stop_words([language])


def test_stop_words_are_folded_single_words() -> None:
    languages = ["en", "de", "fr", "it", "es", "pt", "ru", "zh", "ja", "ko", "el", "he", "vi", "sk", "fa"]

    assert [word for word in display_stop_words(languages) if " " in word or word != fold_word(word)] == []


def test_unknown_language_adds_nothing() -> None:
    assert display_stop_words(["xx"]) == frozenset()
