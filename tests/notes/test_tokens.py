from dataclasses import replace

import pytest

from notelinks.notes.parse import parse_note
from notelinks.notes.tokens import tokenize_note
from notelinks.records import ParsedNote

TEXT = b"""---
title: The Title
aliases: [Other]
tags: [t]
---
First words.

# Head one
Body [[Link]] here.

## Sub
"""


@pytest.fixture
def note() -> ParsedNote:
    return parse_note("folder/note.md", TEXT)


def test_words_of_a_heading_come_before_those_of_its_section(note: ParsedNote) -> None:
    tokens = tokenize_note(note)

    assert tokens.words == ("First", "words", "Head", "one", "Body", "Link", "here", "Sub")
    assert [(s.heading, s.level, s.line, s.position) for s in tokens.sections] == [
        ("", 0, 6, 0),
        ("Head one", 1, 8, 2),
        ("Sub", 2, 11, 7),
    ]
    assert tokens.title_words == ("The", "Title")


def test_digest_is_equal_for_equal_notes_however_written(note: ParsedNote) -> None:
    other = parse_note("folder/note.md", TEXT.replace(b"\n", b"\r\n"))

    assert tokenize_note(note).digest == tokenize_note(other).digest


def test_digest_differs_when_anything_stored_differs(note: ParsedNote) -> None:
    section = note.sections[1]
    changed = [
        note,
        replace(note, key="x.md"),
        replace(note, title="The title"),
        replace(note, aliases=()),
        replace(note, aliases=("Oth", "er")),
        replace(note, tags=("Other",), aliases=("t",)),
        replace(note, links=()),
        replace(note, links=(replace(note.links[0], line=1),)),
        replace(note, links=(replace(note.links[0], fragment="x"),)),
        replace(note, sections=note.sections[:2]),
        replace(note, sections=(note.sections[0], replace(section, level=3), note.sections[2])),
        replace(note, sections=(note.sections[0], replace(section, line=99), note.sections[2])),
        replace(note, sections=(note.sections[0], replace(section, sentences=("Body",)), note.sections[2])),
    ]

    assert len({tokenize_note(each).digest for each in changed}) == len(changed)


def test_digest_takes_names_that_are_not_utf8() -> None:
    assert len(tokenize_note(parse_note("caf\udce9.md", b"text")).digest) == 64


def test_empty_note_has_no_words_and_no_language() -> None:
    tokens = tokenize_note(parse_note("2024.md", b""))

    assert (tokens.words, tokens.title_words, tokens.sections, tokens.language) == ((), (), (), "")
