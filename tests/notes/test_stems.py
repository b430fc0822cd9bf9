"""Forms of one word share a stem, different words do not."""

import pytest

from notelinks.notes.stems import Stems


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "link links linked linking"),
        ("en", "selfish selfishness"),
        ("de", "haus häuser häusern hauses"),
        ("de", "notiz notizen"),
        ("ru", "гора горы гору горами"),
        ("it", "funzione funzioni"),
        ("es", "función funciones"),
        ("pt", "canção canções"),
        ("fr", "général générale générales"),
        ("sv", "hund hunden hundar"),
        ("pl", "książka książki"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: str) -> None:
    stems_of = Stems([language])
    first, *others = forms.split()

    assert all(stems_of(first) & stems_of(other) for other in others)


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [("en", "server", "serve"), ("de", "regel", "regen"), ("ru", "сад", "садок"), ("it", "porta", "porto d'arme")],
)
def test_different_words_share_none(language: str, word: str, other: str) -> None:
    assert not Stems([language])(word) & Stems([language])(other)


def test_word_is_compared_in_each_language_of_the_vault() -> None:
    assert Stems(["de", "en"])("notizen") & Stems(["de", "en"])("notiz")
    assert not Stems(["en"])("notizen") & Stems(["en"])("notiz")


def test_short_words_and_languages_without_a_stemmer_are_left_alone() -> None:
    assert Stems(["en"])("car") == {("", "car")}
    assert Stems(["zh", "ko", "ja"])("등대에서") == {("", "등대에서")}
