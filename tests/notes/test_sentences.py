from notelinks.excerpts import excerpt
from notelinks.notes.sentences import sentence_spans, split_sentences, visible_html


def test_sentences_end_at_full_stops_before_a_capital() -> None:
    assert split_sentences('One. Two!  "Three?" four v1.2 e.g. five. Six… Seven') == [
        "One.", "Two!", '"Three?" four v1.2 e.g. five.', "Six…", "Seven",
    ]  # fmt: skip


def test_spans_leave_out_blanks() -> None:
    text = "  One.   Two.  "

    assert [text[start:stop] for start, stop in sentence_spans(text)] == ["One.", "Two."]
    assert sentence_spans("   ") == []


def test_excerpt_holds_the_position_and_three_hundred_characters_at_most() -> None:
    text = "x" * 500 + "HERE" + "y" * 500

    assert "HERE" in excerpt(text, 0, len(text), 500)
    assert len(excerpt(text, 0, len(text), 500)) == 300
    assert excerpt("short one", 0, 9, 0) == "short one"


def test_html_shows_its_text_without_scripts_styles_and_comments() -> None:
    source = "<p class='a'>One &amp; <b>two</b></p><SCRIPT>x<y</SCRIPT><!-- no --><style>p{}</style> 1 < 2 <!-- open"

    assert "".join(text for text, _ in visible_html(source)).split() == ["One", "&", "two", "1", "<", "2"]
