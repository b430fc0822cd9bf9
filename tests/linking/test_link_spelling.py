"""How a link is written: by the vault's settings, and so that it leads to that very note."""

import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from notelinks.errors import LinkRefusedError
from notelinks.linking.spelling import LinkSpeller
from notelinks.notes.links import LinkResolver
from notelinks.notes.parse import parse_note
from notelinks.records import LinkFormat, VaultSettings

KEYS = (
    "Soil.md",
    "a/Same.md",
    "b/same.md",
    "a/b/Deep.md",
    "a/My note.md",
    "a/Plan (old).md",
    "Figure.png.md",
    "b/Café.md",
    "b/100% wool.md",
    "x/a:b.md",
    "x/Note.1.md",
    "x/[draft] b.md",
)
OTHERS = ("pics/Figure.png",)


def spell(source: str, target: str, link_format: LinkFormat, *, markdown: bool = False, folder: str = ".obsidian"):
    wanted = VaultSettings(config_folder=folder, link_format=link_format, uses_markdown_links=markdown)
    return LinkSpeller(KEYS, OTHERS, wanted).spell(source, target).text


@pytest.mark.parametrize(
    ("source", "target", "shortest", "relative", "absolute"),
    [
        ("a/Same.md", "Soil.md", "[[Soil]]", "[[../Soil|Soil]]", "[[Soil]]"),
        ("Soil.md", "a/b/Deep.md", "[[Deep]]", "[[a/b/Deep|Deep]]", "[[a/b/Deep|Deep]]"),
        ("Soil.md", "b/same.md", "[[b/same|same]]", "[[b/same|same]]", "[[b/same|same]]"),
        ("b/Café.md", "b/same.md", "[[b/same|same]]", "[[same]]", "[[b/same|same]]"),
        ("b/same.md", "a/Same.md", "[[a/Same|Same]]", "[[../a/Same|Same]]", "[[a/Same|Same]]"),
        ("Soil.md", "Figure.png.md", *["[[Figure.png.md|Figure.png]]"] * 3),
        ("Soil.md", "x/Note.1.md", "[[Note.1]]", "[[x/Note.1|Note.1]]", "[[x/Note.1|Note.1]]"),
        ("Soil.md", "x/[draft] b.md", "[[[draft] b]]", "[[x/[draft] b|[draft] b]]", "[[x/[draft] b|[draft] b]]"),
    ],
)
def test_wikilink_follows_the_settings(source: str, target: str, shortest: str, relative: str, absolute: str) -> None:
    written = [spell(source, target, link_format) for link_format in LinkFormat]

    assert written == [shortest, relative, absolute]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Soil.md", "[Soil](Soil.md)"),
        ("a/My note.md", "[My note](My%20note.md)"),
        ("a/Plan (old).md", "[Plan (old)](Plan%20%28old%29.md)"),
        ("b/Café.md", "[Café](Café.md)"),
        ("b/100% wool.md", "[100% wool](100%25%20wool.md)"),
        ("x/a:b.md", "[a:b](a%3Ab.md)"),
        ("x/[draft] b.md", "[\\[draft\\] b](%5Bdraft%5D%20b.md)"),
        ("b/same.md", "[same](b/same.md)"),
    ],
)
def test_markdown_link_is_percent_encoded(target: str, expected: str) -> None:
    assert spell("a/b/Deep.md", target, LinkFormat.SHORTEST, markdown=True) == expected


@pytest.mark.parametrize(
    ("title", "wiki", "markdown"),
    [
        ("2023: Polarity", "[[Deep|2023: Polarity]]", "[2023: Polarity](Deep.md)"),
        ("Deep", "[[Deep]]", "[Deep](Deep.md)"),
        ("deep", "[[Deep]]", "[deep](Deep.md)"),
        ("A [b] *c*", "[[Deep|A [b] *c*]]", "[A \\[b\\] \\*c\\*](Deep.md)"),
        ("two ]] [[ three", "[[Deep]]", "[two \\]\\] \\[\\[ three](Deep.md)"),
        ("a \u202e b", "[[Deep]]", "[Deep](Deep.md)"),
        ("two\nlines", "[[Deep]]", "[Deep](Deep.md)"),
    ],
)
def test_link_shows_the_title_if_a_link_can_show_it(title: str, wiki: str, markdown: str) -> None:
    """Where it is the file's name, case aside, a wikilink shows it by itself."""
    written = [
        LinkSpeller(KEYS, OTHERS, VaultSettings(uses_markdown_links=is_markdown))
        .spell("Soil.md", "a/b/Deep.md", title)
        .text
        for is_markdown in (False, True)
    ]

    assert written == [wiki, markdown]


def test_relative_markdown_link_climbs() -> None:
    assert spell("a/b/Deep.md", "Soil.md", LinkFormat.RELATIVE, markdown=True) == "[Soil](../../Soil.md)"


@pytest.mark.parametrize(
    "name", ["C#", "a|b", "x^y", "a]]b", "100%%", "back\\slash", "new\nline", "caf\udce9", "a\u202eb"]
)
@pytest.mark.parametrize("markdown", [False, True])
def test_name_that_no_link_can_hold_is_refused_with_the_reason(name: str, markdown: bool) -> None:
    wanted = VaultSettings(uses_markdown_links=markdown)

    with pytest.raises(LinkRefusedError, match=r"its name .*Rename the note"):
        LinkSpeller([f"{name}.md", "Soil.md"], (), wanted).spell("Soil.md", f"{name}.md")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("東京\u3000タワー", "東京%E3%80%80タワー"),
        ("a\u00a0b", "a%C2%A0b"),
        ("👨\u200d👩\u200d👧 Family", "%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7%20Family"),
        ("می\u200cخواهم", "می%E2%80%8Cخواهم"),
        ("\ue000 icon", "%EE%80%80%20icon"),
        ("⚠\ufe0f", "%E2%9A%A0%EF%B8%8F"),
    ],
)
def test_blanks_and_joiners_of_all_scripts_may_stand_in_names_and_titles(name: str, address: str) -> None:
    """They are shown as they are; a link refuses only what the screen would not show."""
    written = [
        LinkSpeller([f"{stem}.md", "Soil.md"], (), VaultSettings(uses_markdown_links=is_markdown))
        .spell("Soil.md", f"{stem}.md", name)
        .text
        for stem in (name, "Plain")
        for is_markdown in (False, True)
    ]

    assert written == [f"[[{name}]]", f"[{name}]({address}.md)", f"[[Plain|{name}]]", f"[{name}](Plain.md)"]


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u2028", "\u0085", "\x1b"]
)
def test_hidden_sign_is_refused_in_a_name_and_left_out_with_its_title(sign: str) -> None:
    speller = LinkSpeller([f"a{sign}b.md", "Plain.md", "Soil.md"], (), VaultSettings())

    assert speller.spell("Soil.md", "Plain.md", f"a{sign}b").text == "[[Plain]]"
    with pytest.raises(LinkRefusedError, match="cannot be shown"):
        speller.spell("Soil.md", f"a{sign}b.md")


def test_pipe_before_a_mention_is_escaped_in_a_table() -> None:
    link = LinkSpeller(KEYS, OTHERS, VaultSettings()).spell("Soil.md", "a/b/Deep.md")

    assert link.around("deep") == ("[[Deep|", "]]")
    assert link.around("Deep") == ("[[", "]]")
    assert link.around("deep", escapes_pipe=True) == ("[[Deep\\|", "]]")


_ODD_NAMES = (
    "a",
    "A",
    "b",
    " a",
    "a ",
    "a.b",
    "a.md",
    "p.png",
    "[a]",
    "a]",
    "[",
    "]a",
    "`a`",
    "$a$",
    "*a*",
    "%41",
    "a%20b",
    "a:b",
    "https:",
    "<a>",
    "(a",
    "a)",
    "a,b",
    "...a",
    "~a",
    "-a",
    "+a",
    "&amp;",
    "{a}",
    "=a=",
    "\u00e9",
    "e\u0301",
    "\u00c9",
    "\u03c3\u03c2",
)
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp"), exclude_characters="/\\#^|")
_NAMES = st.one_of(
    st.sampled_from(_ODD_NAMES),
    st.text(_CHARACTERS, min_size=1, max_size=6).filter(lambda name: name not in (".", "..")),
)
_KEYS = st.one_of(_NAMES, st.tuples(st.sampled_from(("a", "b", "B")), _NAMES).map("/".join)).map("{}.md".format)


@settings(max_examples=300, deadline=None)
@given(
    keys=st.lists(_KEYS, min_size=2, max_size=6, unique=True),
    others=st.lists(_KEYS.map(lambda key: key[:-3]), max_size=2),
    link_format=st.sampled_from(LinkFormat),
    markdown=st.booleans(),
    folder=st.sampled_from(["", ".obsidian"]),
    title=st.one_of(st.just(""), st.text(max_size=8)),
)
def test_link_read_back_from_the_source_leads_to_that_very_note(
    keys, others, link_format, markdown, folder, title
) -> None:
    """Whatever the names, titles, settings and other files: the link resolves to its target, or it is refused."""
    wanted = VaultSettings(config_folder=folder, link_format=link_format, uses_markdown_links=markdown)
    source, target, *_ = keys
    try:
        link = LinkSpeller(keys, others, wanted).spell(source, target, title)
    except LinkRefusedError:
        assume(False)
        return
    note = parse_note(source, f"Before {link.text} after.".encode())
    resolver = LinkResolver(keys, others, is_obsidian=bool(folder))

    assert [resolver.resolve(found.target, source) for found in note.links] == [target]


@settings(max_examples=80, deadline=None)
@given(
    name=st.text(st.sampled_from("abcXYZ äöé日本그래 -_.,'!&+=@~()"), min_size=1, max_size=12), markdown=st.booleans()
)
@example(name="=  =", markdown=True)
def test_usual_name_is_never_refused(name: str, markdown: bool) -> None:
    assume(name.strip(" .") == name and unicodedata.normalize("NFC", name) == name)
    speller = LinkSpeller([f"a/{name}.md", "Other note.md"], (), VaultSettings(uses_markdown_links=markdown))

    assert name in speller.spell("Other note.md", f"a/{name}.md").text.replace("\\", "")


@pytest.mark.parametrize(
    ("root", "target", "expected"),
    [
        ("", "a/b/Deep.md", "[[/a/b/Deep|Deep]]"),
        ("a", "a/b/Deep.md", "[[/b/Deep|Deep]]"),
        ("a", "b/Café.md", "[[b/Café|Café]]"),
        ("b", "b/same.md", "[[/same|same]]"),
        ("a", "a/Same.md", "[[/Same|Same]]"),
        ("x/y", "x/y/Twin.md", "[[x/y/Twin|Twin]]"),
    ],
)
def test_path_begins_with_a_slash_where_that_leads_to_the_note(root: str, target: str, expected: str) -> None:
    wanted = VaultSettings(link_format=LinkFormat.ABSOLUTE, links_root=root)
    keys = (*(key for key in KEYS if key != "a/Same.md" or root == "a"), "Twin.md", "x/y/Twin.md")

    assert LinkSpeller(keys, OTHERS, wanted).spell("Soil.md", target).text == expected
