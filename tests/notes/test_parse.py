import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notelinks.notes import parse as parse_module
from notelinks.notes.parse import MAX_MARKDOWN_CHARS, parse_note
from notelinks.notes.tokens import tokenize_note
from notelinks.records import ParsedNote, SkippedFile


def parse(text: str, key: str = "folder/name.md") -> ParsedNote:
    note = parse_note(key, text.encode())
    assert isinstance(note, ParsedNote)
    return note


def test_link_knows_its_line_and_its_sentence() -> None:
    front = "---\ntitle: x\n---\n\n"
    body = "First line\nand [[One]] here. Then <!-- a\nb --> [t](two.md) there!\n\n# H\n- [[Three]]\n"
    note = parse(front + body)
    places = [(link.target, link.line, link.sentence) for link in note.links]

    assert places == [
        ("One", 6, "First line and One here."),
        ("two.md", 7, "Then t there!"),
        ("Three", 10, "Three"),
    ]


def test_sentence_of_a_link_is_cut_around_it() -> None:
    link = parse("word " * 200 + "[[Target]]" + " word" * 200).links[0]

    assert len(link.sentence) <= 300
    assert "Target" in link.sentence


def test_sentences_of_links_and_passages_show_formulas() -> None:
    note = parse(
        "Let $p$ be\na [[Prime]] of $x^2$. $n$ May have [$k$ parts](Part.md)!\n\nSee `a` and [[End]] $$e$$\n\n$y$\n"
    )

    assert [link.sentence for link in note.links] == [
        "Let $p$ be a Prime of $x^2$.",
        "$n$ May have $k$ parts!",
        "See a and End $$e$$",
    ]
    assert [(passage.line, passage.pieces) for passage in note.passages] == [
        (1, ("Let ", "$p$", " be a ", "Prime", " of ", "$x^2$", ".")),
        (2, ("", "$n$", " May have ", "$k$", "", " parts", "!")),
        (4, ("See a and ", "End", " ", "$$e$$", "")),
    ]
    assert [s for section in note.sections for s in section.sentences] == [
        "Let be a Prime of .",
        "May have parts!",
        "See a and End",
    ]


def test_long_formula_is_shown_by_its_beginning() -> None:
    (link,) = parse(f"By ${'a + ' * 100}b$ and [[Sum]].").links

    assert link.sentence == f"By ${' '.join(['a +'] * 14)} a…$ and Sum."


def test_section_knows_the_line_of_its_heading() -> None:
    note = parse("---\na: b\n---\ntext\n\n# One\n\nTwo\n===\n")

    assert [(s.heading, s.level, s.line) for s in note.sections] == [("", 0, 4), ("One", 1, 6), ("Two", 1, 8)]


def test_title_is_the_file_name_without_ending() -> None:
    assert parse("# Heading", "a/My note.MD").title == "My note"


def test_title_of_the_properties_wins_unless_it_is_blank() -> None:
    assert parse("---\ntitle: Named\n---\n").title == "Named"
    assert parse("---\ntitle: '  '\n---\n").title == "name"


def test_title_never_holds_a_surrogate() -> None:
    assert parse("", "caf\udce9.md").title == "caf\ufffd"
    assert parse('---\ntitle: "\\ud800x"\n---\n').title == "\ufffdx"


def test_binary_file_is_skipped() -> None:
    assert parse_note("a.md", b"\x89PNG\r\n\x1a\n\0\0") == SkippedFile("a.md", "binary file")


def test_empty_note_has_no_sections() -> None:
    assert [parse(text).sections for text in ("", " \n\t\n", "---\na: b\n---\n", "```\ncode\n```")] == [()] * 4


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_endings_do_not_matter(ending: str) -> None:
    text = "---\ntags: [a]\n---\n# One\ntext [[Link]]\n\n- item #b\n"

    assert parse(text.replace("\n", ending)) == parse(text)


def test_decomposed_text_is_the_same_as_composed() -> None:
    assert parse("cafe\u0301 [[nai\u0308ve]] #e\u0301") == parse("café [[naïve]] #é")


def test_drawing_of_an_excalidraw_note_is_left_out() -> None:
    text = "## Text Elements\nwords ^abc\n\n%%\n## Drawing\n```compressed-json\nN4KAkARALgngDgUwgLgAQQQ\n```\n%%\n"
    words = tokenize_note(parse(text, "x.excalidraw.md")).words

    assert words == ("Text", "Elements", "words")


def test_text_beyond_the_limit_is_read_without_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_module, "MAX_MARKDOWN_CHARS", 1000)
    note = parse("# Start\n" + "word *a* b\n" * 200 + "[[last]]\n")

    assert note.problems == ("longer than 1 MB: the rest is read without Markdown",)
    assert note.links == ()
    assert tokenize_note(note).words.count("word") == 200
    assert note.sections[-1].sentences[0].startswith("word a b word")
    assert note.sections[-1].sentences[-2:] == ("word *a* b", "[[last]]")


def test_one_long_line_beyond_the_limit_keeps_its_words() -> None:
    n_words = MAX_MARKDOWN_CHARS // 5 + 1000

    assert len(tokenize_note(parse("word " * n_words)).words) == n_words


def test_program_in_front_matter_is_text(tmp_path) -> None:
    canary = tmp_path / "canary"
    program = f"require('fs').writeFileSync('{canary}', '')"
    notes = [parse(f"{mark}\n{program}\n{mark[:3]}\nbody [[a]]\n") for mark in ("---js", "+++", ";;;")]

    assert not canary.exists()
    assert [[link.target for link in note.links] for note in notes] == [["a"]] * 3
    assert [note.problems for note in notes] == [()] * 3


@pytest.mark.parametrize(
    "piece",
    [
        "[[", "[a](", "<!--", "`", "*_", "*a _b ", ">", "> ", "- ", " ", "[", "![", "![[", "[[a]", "[[a|", "[a][",
        "<", "<a ", "<%", "<%\n", "%%x", "%%\n", "$", "$a ", "$$\n", "== a", "^[", "[^", "#", "#a ", "---\n", "--- x\n",
        "://", "http://a ", "&", "\\", "|a\n|-\n", "~~a", "[^a]: b\n", "{:", "!!! a\n    b\n", "[a]: b\n",
        "e\u0301\u0323", "[x](y) ",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_length_of_hostile_text(piece: str) -> None:
    def seconds(n_chars: int) -> float:
        raw = (piece * (n_chars // len(piece))).encode()
        start = time.process_time()
        parse_note("a.md", raw)
        return time.process_time() - start

    short, long = 2_000, 16_000
    best_short, best_long = (min(seconds(n_chars) for _ in range(3)) for n_chars in (short, long))

    assert best_long < max(24 * best_short, 0.3)


def test_brackets_within_brackets_are_read_quickly() -> None:
    start = time.process_time()
    parse_note("a.md", b"[[a]" * 8000)

    assert time.process_time() - start < 6


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
@example(b"\xff\xfe[\x00[\x00a\x00]\x00]\x00")
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    parse_note("a.md", raw)


MARKS = [
    "[[", "]]", "|", "#", "^", "![", "](", ")", "`", "```", "\n", "\n\n", "    ", "> ", "- ", "%%",
    "<%", "%>", "$$", "$", "---\n", ":", "[^a]", "[^a]: ", "^[", "==", "~~", "**", "<!--", "-->",
    "<div>", "!!! ", "{:", "é", "\u0301", "a b", "http://x", "|-|-|", "\\", "&amp;", "www.",
    "[!note]", "[x] ", "a. B",
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_no_marks_make_it_raise_and_its_digest_repeats(text: str) -> None:
    first, second = (tokenize_note(parse(text)) for _ in range(2))

    assert first.digest == second.digest
    assert all(first.words)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see [[Emu|the emu]] there", "see there"),
        ("see ![[Emu]] there", "see there"),
        ("see [the *emu*](Emu.md#x) there", "see there"),
        ("see ![the emu](Emu.md) there", "see there"),
        ("see [the emu][e] there\n\n[e]: Emu.md", "see there"),
    ],
)
def test_link_that_is_left_out_leaves_neither_link_nor_words(text: str, left: str) -> None:
    note = parse_note("a.md", text.encode(), lambda link: link.target.startswith("Emu"))

    assert [sentence for section in note.sections for sentence in section.sentences] == [left]
    assert note.links == ()


def test_other_links_stay_when_one_is_left_out() -> None:
    note = parse_note("a.md", b"[[Emu]] and [[Kiwi]]", lambda link: link.target == "Emu")

    assert [link.target for link in note.links] == ["Kiwi"]
    assert note.sections[0].sentences == ("and Kiwi",)
