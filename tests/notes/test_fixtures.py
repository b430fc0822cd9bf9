"""Every case among the text fixtures, by the kind of its folder."""

import re

import pytest

from notelinks.fragments import find_line
from notelinks.notes.canvas import parse_canvas
from notelinks.notes.links import LinkResolver
from notelinks.notes.mentions import NameFinder
from notelinks.notes.parse import parse_note
from notelinks.records import Canvas, LinkKind, ParsedNote
from notelinks.store.mention_tables import cut_passage, pack_passages, searched_text
from tests.notes.fixture_files import FOLDER, Case, read_cases

STOP_WORDS = frozenset({"the", "who", "it", "about", "of", "a", "in"})
"""For mentions."""


def by_name(*folders: str):
    return pytest.mark.parametrize("case", read_cases(*folders), ids=lambda case: case.name)


def parsed(text: str) -> ParsedNote:
    note = parse_note("folder/name.md", text.encode())
    assert isinstance(note, ParsedNote)
    return note


def link_line(kind: str, target: str, fragment: str, alias: str = "") -> str:
    parts = [kind, target, *(["#", fragment] if fragment else []), *(["|", alias] if alias else [])]
    return " ".join(part for part in parts if part)


def test_every_folder_is_read_by_a_test() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}

    assert folders == {"links", "properties", "tags", "text", "words", "resolver", "fragments", "mentions", "canvas"}


@by_name("links", "properties", "tags", "text")
def test_note_is_read_as_the_case_says(case: Case) -> None:
    _, source, _ = case.parts
    note = parsed(source)
    found = {
        "link": [link_line(link.kind.value, link.target, link.fragment, link.alias) for link in note.links],
        "tag": [f"tag {tag}" for tag in note.tags],
        "alias": [f"alias {alias}" for alias in note.aliases],
        "title": [f"title {note.title}"],
        "section": [f"section {section.level} {section.heading}".strip() for section in note.sections],
        "text": [f"text {sentence}" for section in note.sections for sentence in section.sentences],
        "anchor": [f"anchor {anchor.level} {anchor.line} {anchor.name}" for anchor in note.anchors],
    }
    link_kinds = {kind.value for kind in LinkKind}
    wanted: dict[str, list[str]] = {"link": [], "tag": [], "alias": []}
    for line in case.expected:
        kind = line.split(" ")[0]
        wanted.setdefault("link" if kind in link_kinds else kind, []).append(line)

    assert wanted == {kind: found[kind] for kind in wanted}


@by_name("resolver")
def test_target_leads_where_the_case_says(case: Case) -> None:
    files = case.parts[1].splitlines()
    is_plain = files[0] == "(plain folder)"
    files = files[is_plain:]
    notes = [file for file in files if file.lower().endswith(".md")]
    resolver = LinkResolver(notes, sorted({*files} - {*notes}), is_obsidian=not is_plain)
    found = []
    for line in case.expected:
        match = re.fullmatch(r"(.*?): (.*) -> .*", line)
        assert match, line
        found.append(f"{match[1]}: {match[2]} -> {resolver.resolve(match[2], match[1]) or 'nothing'}")

    assert case.expected == found


@by_name("fragments")
def test_fragment_leads_where_the_case_says(case: Case) -> None:
    anchors = parsed(case.parts[1]).anchors
    fragments = [line.rpartition(" -> ")[0] for line in case.expected]

    assert case.expected == [f"{fragment} -> {find_line(fragment, anchors) or 'nowhere'}" for fragment in fragments]


@pytest.mark.parametrize("n_others", [0, 100])
@by_name("mentions")
def test_names_are_found_as_the_case_says_among_few_and_among_many(case: Case, n_others: int) -> None:
    _, names, text, _ = case.parts
    keys, of_notes = zip(*(line.split(": ") for line in names.splitlines()), strict=True)
    others = {len(keys) + number: [f"nobody{number}"] for number in range(n_others)}
    finder = NameFinder({i: of_note.split(", ") for i, of_note in enumerate(of_notes)} | others, STOP_WORDS)
    packed = pack_passages(parsed(text).passages)
    found = finder.find(searched_text(packed))

    cut = {keys[i]: cut_passage(packed, place) for i, place in found.items()}
    assert sorted(case.expected) == sorted(f"{key}: {line} {sentence}" for key, (line, sentence) in cut.items())


@by_name("canvas")
def test_canvas_is_read_as_the_case_says(case: Case) -> None:
    canvas = parse_canvas("folder/board.canvas", case.parts[1].encode())
    if isinstance(canvas, Canvas):
        found = [link_line("card" if x.is_card else "file", x.target, x.fragment) for x in canvas.links]
    else:
        found = [f"skipped {canvas.reason}"]

    assert case.expected == found
