"""Names are found in the whole text of a note at once, as if each were looked for by itself."""

import random

from notelinks.notes.mentions import NameFinder
from notelinks.records import Passage
from notelinks.store.mention_tables import cut_passage, pack_passages, searched_text

_WORDS = (
    "Graph",
    "graph",
    "C++",
    "C",
    "1984",
    "4",
    "the",
    "The",
    "IT",
    "it",
    "Straße",
    "İ",
    "漢",
    "字",
    "그래프",
    "don't",
)
_GAPS = (" ", " ", " ", ", ", "-", ".", "", ". ")


def _find(names: dict[int, list[str]], *passages: Passage) -> dict[int, tuple[int, str]]:
    packed = pack_passages(passages)
    return {
        note_id: cut_passage(packed, place)
        for note_id, place in NameFinder(names, {"the", "it"}).find(searched_text(packed)).items()
    }


def _random_text(rng: random.Random, n_words: int) -> str:
    return "".join(rng.choice(_WORDS) + rng.choice(_GAPS) for _ in range(n_words)).strip()


def test_many_names_are_found_where_each_is_found_by_itself() -> None:
    rng = random.Random(7)
    n_found = 0
    for _ in range(60):
        names = {i: [_random_text(rng, rng.randint(1, 3)) for _ in range(rng.randint(1, 2))] for i in range(80)}
        pieces = [tuple(_random_text(rng, 4) for _ in range(rng.choice((1, 3, 5)))) for _ in range(8)]
        passages = [Passage(line, of_passage) for line, of_passage in enumerate(pieces, 1)]

        found = _find(names, *passages)

        one_by_one = {i: place for i in names for place in _find({i: names[i]}, *passages).values()}
        assert found == one_by_one
        n_found += len(found)
    assert n_found > 500


def test_line_numbers_and_the_text_of_links_are_no_text() -> None:
    passages = Passage(1984, ("See ", "Graph", " and ", "Graph theory", ".")), Passage(1985, ("", "Graph", ""))

    assert _find({1: ["1984"], 2: ["Graph"], 3: ["and"], 4: ["See Graph"]}, *passages) == {
        3: (1984, "See Graph and Graph theory.")
    }


def test_common_word_after_a_link_begins_no_sentence() -> None:
    names = {1: ["It"]}

    assert _find(names, Passage(1, ("It rains.",))) == {}
    assert _find(names, Passage(1, ("", "Stephen King", " It rains."))) == {1: (1, "Stephen King It rains.")}


def test_sentence_is_cut_around_a_place_behind_letters_that_fold_to_two() -> None:
    text = "ß" * 400 + " Graph " + "x" * 400

    found = _find({1: ["Graph"]}, Passage(2, ("First.",)), Passage(5, (text,)))

    line, sentence = found[1]
    assert (line, len(sentence), sentence.index("Graph")) == (5, 300, 150)


def test_note_that_bears_two_names_is_found_at_the_first_place() -> None:
    passages = Passage(1, ("Nets.",)), Passage(2, ("Graph.",))

    assert _find({1: ["Graph", "Nets"], 2: ["Graph"]}, *passages) == {1: (1, "Nets."), 2: (2, "Graph.")}


def test_place_behind_many_links_is_in_its_own_passage() -> None:
    linked = Passage(1, ("", "A long text of a link", ", ", "another long text", "."))

    assert _find({1: ["Nets"]}, linked, Passage(7, ("Nets and fish.",))) == {1: (7, "Nets and fish.")}
