"""Markdown as the preview reads it."""

import time

import pytest

from notelinks.tui.preview_blocks import wrap_blocks
from notelinks.tui.preview_inline import CODE_STYLE, LINK_STYLE, TAG_STYLE, inline
from notelinks.tui.preview_pane import word_pattern
from notelinks.tui.preview_text import MAX_CHARACTERS, preview_of, read_preview


def lines_of(text, width=40):
    return [line.plain.rstrip() for line in wrap_blocks(preview_of(text).blocks, width)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ["plain"]),
        ("---\ntags: [a]\n---\n\n\nText", ["Text"]),
        ("---\nnot closed", ["─" * 24, "not closed"]),
        ("# Title\n\nText\n\n\n\nMore", ["Title", "", "Text", "", "More"]),
        ("- one\n  - two\n1. three", ["• one", "  • two", "1. three"]),
        ("- [ ] open\n- [x] done", ["☐ open", "☑ done"]),
        ("> said\n> [!note] Heading", ["▎ said", "▎ Heading"]),
        ("> [!tip]+", ["▎ Tip"]),
        ("```py\n# x **y**\n```\nafter", ["▏ # x **y**", "after"]),
        ("~~~\n```\n~~~\nafter", ["▏ ```", "after"]),
        ("a <!-- hidden\nlines --> b %%secret%% c", ["a  b  c"]),
        ("a<br/>b <U>under</U> <a href='x'>c</a>", ["a b under c"]),
        ('<a href="x"><img src="p.jpg" alt="Jani E"/><br /><sub><b>Jani E</b></sub></a>💻', [" Jani E💻"]),
        ("<div\nalign>\nText", ["<div", "align>", "Text"]),
        ("<div>\n<img width=1 src='a.svg'>\n</div>\nText", ["a.svg", "Text"]),
        ("Map<Key> a<b <https://a.b> `<u>`", ["Map<Key> a<b <https://a.b> <u>"]),
        ("***\ntext", ["─" * 24, "text"]),
        ("| a | b |\n|---|---|", ["| a | b |", "|---|---|"]),
        ("tab\there\r\nCRLF", ["tab here", "CRLF"]),
        ("a\x1b[31m\u202eb", ["a�[31m�b"]),
        ("", ["This note is empty."]),
        ("---\na: b\n---\n", ["This note is empty."]),
    ],
)
def test_text_becomes_lines(text, expected):
    assert lines_of(text) == expected


def test_list_items_wrap_with_a_hanging_indent():
    assert lines_of("- one two three four", 12) == ["• one two", "  three four"]


def test_lines_broken_by_an_editor_are_joined():
    first = "This line was broken by an editor at about sixty cells and"
    assert lines_of(f"{first}\ngoes on here.", 100) == [f"{first} goes on here."]
    assert lines_of("A short line\nof a poem.", 100) == ["A short line", "of a poem."]


def test_no_line_is_wider_than_asked_for():
    text = f"# {'heading ' * 9}\n    - {'item ' * 30}\n{'x' * 200}\n```\n{'code ' * 40}\n```\n{'漢字' * 50}"
    for width in (5, 17, 40):
        assert max(line.cell_length for line in wrap_blocks(preview_of(text).blocks, width)) <= width


@pytest.mark.parametrize(
    ("text", "plain", "styled"),
    [
        ("**bold** text", "bold text", [("bold", "bold")]),
        ("*it* _em_ snake_case_word 2*3*4", "it em snake_case_word 234", [("it", "italic"), ("em", "italic")]),
        ("`code **x**`", "code **x**", [("code **x**", CODE_STYLE)]),
        ("[[Note]] [[Note#H|alias]]", "Note alias", [("Note", LINK_STYLE), ("alias", LINK_STYLE)]),
        ("![[pic.png]]", "pic.png", [("pic.png", LINK_STYLE)]),
        ("[text](http://x.y)", "text", [("text", LINK_STYLE)]),
        ("[![Version](v.svg)](http://x.y)", "Version", [("Version", LINK_STYLE)]),
        ("[![](v.svg)](http://x.y)", "v.svg", [("v.svg", LINK_STYLE)]),
        ("[](x.md)", "x.md", [("x.md", LINK_STYLE)]),
        ("**a [[B]]**", "a B", [("a ", "bold"), ("B", LINK_STYLE)]),
        ("#tag/sub C#4 #", "#tag/sub C#4 #", [("#tag/sub", TAG_STYLE)]),
        (r"\*no\* \[x]", "*no* [x]", []),
        ("~~old~~ ==new==", "old new", [("old", "strike"), ("new", "$text-warning")]),
        ("[bold] [/x] [@click=app.quit]y[/]", "[bold] [/x] [@click=app.quit]y[/]", []),
    ],
)
def test_marks_become_styles(text, plain, styled):
    content = inline(text)
    pieces = [(content.plain[span.start : span.end], str(span.style)) for span in content.spans]

    assert content.plain == plain
    assert pieces[: len(styled)] == styled


def test_long_notes_are_cut_and_say_so():
    blocks = preview_of("word " * MAX_CHARACTERS).blocks

    assert "more characters" in blocks[-1].content.plain


@pytest.mark.parametrize(
    "piece", ["[[", "[a](", "<a ", "<a b='", "<!--", "`", "*_", "> ", "- ", "%%", "**a", "#", "---\n", "\\", "=="]
)
def test_no_note_makes_it_slow(piece):
    begin = time.thread_time()
    preview_of(piece * 200_000)

    assert time.thread_time() - begin < 1.5


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\ufeffGrüße".encode(), "Grüße"),
        ("Grüße".encode("utf-16"), "Grüße"),
        (b"caf\xe9", "caf�"),
    ],
)
def test_bytes_are_decoded(tmp_path, raw, expected):
    (tmp_path / "a.md").write_bytes(raw)

    assert read_preview(tmp_path, "a.md").blocks[0].content.plain == expected


def test_words_are_found_with_short_endings():
    pattern = word_pattern(("soil", "log book"))

    assert pattern.findall("Soil soils subsoil soilless log books") == ["Soil", "soils", "log books"]
    assert word_pattern(()) is None
    chinese = word_pattern(("最短", "最短路", "Dijkstra", "길"))
    assert chinese.findall("求最短路径的 Dijkstra 算法，길이 길") == ["最短路", "Dijkstra", "길이", "길"]
    assert word_pattern(("",)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由于前 ACM 赞助这个竞赛", ["由于前 ACM 赞助", "这个竞赛"]),
        ("国际大学生程序设计竞赛，由基金会", ["国际大学生程序设", "计竞赛，由基金会"]),
        ("国际大学生程序设计，由基金会", ["国际大学生程序设", "计，由基金会"]),
        ("大学生的程序设计，竞赛", ["大学生的程序设", "计，竞赛"]),
        ("国际大学生程序设（ICPC）由", ["国际大学生程序设", "（ICPC）由"]),
        ("国际大学生程序（Intercollege）由", ["国际大学生程序", "（Intercollege）", "由"]),
        ("国际“大学”的约定（Foundations，基", ["国际“大学”的约定", "（Foundations，", "基"]),
        ("他说 Supercalifragilistic 好", ["他说", "Supercalifragili", "stic 好"]),
        ("한국어는 단어 사이를 띄어쓴다", ["한국어는 단어", "사이를 띄어쓴다"]),
        ("これはテストで、ちょっと長い", ["これはテストで、", "ちょっと長い"]),
        ("no wide character at all", ["no wide", "character at all"]),
    ],
)
def test_chinese_and_japanese_fill_the_line_and_words_stay_whole(text, expected):
    assert lines_of(text, 16) == expected


def test_style_of_wrapped_chinese_stays_where_it_was():
    (block,) = preview_of("由于以前**赞助这个竞赛**的").blocks
    lines = wrap_blocks((block,), 10)

    assert [line.plain for line in lines] == ["由于以前赞", "助这个竞赛", "的"]
    assert [[(span.start, span.end) for span in line.spans] for line in lines] == [[(4, 5)], [(0, 5)], []]
