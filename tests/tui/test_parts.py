"""The small parts that need no screen."""

import os
import stat
import threading

import pytest
from driving import DEADLINE_S

from notelinks.records import (
    CanvasLink,
    ExcludedLink,
    LinkKind,
    Mention,
    NoteLink,
    NoteLinks,
    UnresolvedLink,
)
from notelinks.tui.content import cut_front, cut_middle, joined, plain, two_ends, wrapped
from notelinks.tui.crash import write_crash_log
from notelinks.tui.editor import editor_command
from notelinks.tui.history import History, Place
from notelinks.tui.links_pane import link_rows
from notelinks.tui.mailbox import Mailbox
from notelinks.tui.notes_pane import describe_age
from notelinks.tui.row_marks import folder_mark, title_in_folder

# Content


def test_text_is_never_markup_and_never_raw():
    assert plain("[/foo]\x1b[1m").plain == "[/foo]�[1m"
    assert plain("[bold]x", "bold").plain == "[bold]x"
    assert joined("a\x07", ("[b]\x9b", "bold"), plain("c")).plain == "a�[b]�c"


@pytest.mark.parametrize(
    ("left", "right", "width", "expected"),
    [
        ("left", "right", 12, "left   right"),
        ("a long title", "ab", 10, "a long …ab"),
        ("a long title", "right side", 12, "a long title"),
        ("漢字漢字", "", 5, "漢字…"),
        ("left", "right", 0, ""),
    ],
)
def test_two_ends_fill_a_line(left, right, width, expected):
    line = two_ends(plain(left), plain(right), width)

    assert line.plain == expected
    assert line.cell_length == width


@pytest.mark.parametrize(
    ("text", "lines"),
    [("abcdefgh (x)", ["abcd", "efgh", "(x)"]), ("abc (x)", ["abc", "(x)"]), ("", [""])],
)
def test_no_wrapped_line_begins_with_a_blank(text, lines):
    assert [line.plain.rstrip() for line in wrapped(text, 4)] == lines


def test_emoji_take_as_many_cells_as_a_terminal_gives_them():
    assert plain("⚠\ufe0f 📖\ufe0f x").plain == "⚠ 📖 x"
    assert plain("⚠\ufe0f").cell_length == 1


@pytest.mark.parametrize(
    ("text", "width", "middle", "front"),
    [
        ("short", 5, "short", "short"),
        ("assets/screenshots/feature-a.png", 16, "assets/s…e-a.png", "…s/feature-a.png"),
        ("漢字漢字漢字", 7, "漢…字", "…字漢字"),
    ],
)
def test_long_names_are_cut_where_they_are_told_apart(text, width, middle, front):
    assert (cut_middle(text, width), cut_front(text, width)) == (middle, front)


# History


def test_history_goes_back_and_forward_past_notes_that_are_gone():
    history = History()
    for note_id in (1, 2, 3):
        history.leave(Place(note_id))
    existing = {1, 3, 4}

    assert history.go_back(Place(4), existing) == Place(3)
    assert history.go_back(Place(3), existing) == Place(1)
    assert history.go_back(Place(1), existing) is None
    assert history.go_forward(Place(1), existing) == Place(3)
    assert history.go_forward(Place(3), existing) == Place(4)
    history.leave(Place(4))
    assert history.go_forward(Place(1), existing) is None


def test_view_belongs_to_the_place_that_was_left_from_it_last():
    history = History()
    for place in (Place(1, ("search",)), Place(2, ("graph",)), Place(3, ("search", "concept"))):
        history.leave(place)
    existing = {1, 2, 3, 4}

    assert history.go_back(Place(3), existing) == Place(3, ("search", "concept"))
    assert history.go_back(Place(3), existing) == Place(2, ("graph",))
    assert history.go_back(Place(2), existing) == Place(1)


# Editor and links


@pytest.mark.parametrize(
    ("visual", "editor", "expected"),
    [
        ("code -w", "nano", ["code", "-w"]),
        ("", "nano", ["nano"]),
        (None, None, ["vi"]),
        (" ", None, ["vi"]),
        ('"/my editor" -x', None, ["/my editor", "-x"]),
    ],
)
def test_editor_is_an_argument_list(monkeypatch, tmp_path, visual, editor, expected):
    for name, value in (("VISUAL", visual), ("EDITOR", editor)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    command = editor_command(tmp_path.relative_to(tmp_path) / "+!touch x;$(y).md")
    assert command == [*expected, str(tmp_path / "+!touch x;$(y).md")]


# Links


def test_rows_tell_what_is_at_the_other_end_and_where_it_stands():
    def link(note_id, fragment="", *, alias="", line=1, sentence="s", kind=LinkKind.WIKILINK, target_line=0):
        return NoteLink(note_id, f"{note_id}.md", f"T{note_id}", alias, fragment, line, sentence, kind, target_line)

    links = NoteLinks(
        outgoing=(
            link(1, "A#B", alias="shown", target_line=7),
            link(2, "Gone"),
            link(2, "Gone", line=5, sentence="again"),
            link(2, kind=LinkKind.EMBED, sentence="e"),
        ),
        backlinks=(link(2, line=3), link(3, "^id", line=4, target_line=9), link(2, line=8, sentence="later")),
        unresolved=(
            UnresolvedLink("Gone", "", 1, 1),
            UnresolvedLink("Far", "", 3, 4, "far away", LinkKind.EMBED),
        ),
        mentioned_in=(Mention(4, "4.md", "T4", 12, "says T1"),),
        mentions=(Mention(5, "5.md", "T5", 13, "about T5"), Mention(6, "6.md", "Time", 14, "in time", True)),
        excluded=(ExcludedLink("Old", "", 6),),
        canvases=(CanvasLink("Board.canvas", ""), CanvasLink("Board.canvas", "A")),
    )
    rows = [
        (r.mark, r.title + r.times, r.remark, r.sentence, r.note_id, r.line, r.is_missing) for r in link_rows(links)
    ]

    assert rows == [
        ("→", "T1 › A › B", "as shown", "s", 1, 7, False),
        ("⇄", "T2 › Gone ×2", "no such heading", "s", 2, 0, True),
        ("⇄", "T2 ×2", "", "s", 2, 3, False),
        ("←", "T3", "to ^id", "s", 3, 4, False),
        ("←", "Board.canvas", "canvas", "", None, 0, False),
        ("←", "Board.canvas", "canvas, shows A", "", None, 0, False),
        ("?", "Gone", "unresolved", "", None, 1, True),
        ("?", "!Far", "unresolved in 4 notes", "far away", None, 3, True),
        ("→", "Old", "excluded", "", None, 6, False),
        ("~", "T4", "mentions this note", "says T1", 4, 12, False),
        ("~", "T5", "mentioned here", "about T5", 5, 0, False),
        ("~", "Time", "ordinary word here", "in time", 6, 0, False),
    ]


# Ages of notes


def test_ages_in_words():
    assert [describe_age(s) for s in (-5, 59, 60, 7200, 3 * 86_400, 9e8)] == ["now", "now", "1m", "2h", "3d", "28y"]


# Mailbox


def test_newest_request_replaces_one_that_was_not_taken():
    mailbox = Mailbox()
    mailbox.put(1)
    mailbox.put(2)

    assert mailbox.has_news
    assert mailbox.take() == 2
    assert not mailbox.has_news


def test_closing_ends_the_thread_that_waits():
    mailbox = Mailbox()
    thread = threading.Thread(target=mailbox.take)
    thread.start()
    mailbox.close()
    thread.join(DEADLINE_S)

    assert not thread.is_alive()
    assert mailbox.take() is None


# Child


def test_crash_log_names_places_and_no_values(tmp_path):
    try:
        secret = "canary of a note"
        raise KeyError(secret)
    except KeyError as error:
        message = write_crash_log(tmp_path, error)
    log = (tmp_path / "crash.log").read_text()

    assert "KeyError" in log and "test_parts.py" in log
    assert "canary" not in log + message
    assert str(tmp_path / "crash.log") in message
    assert stat.S_IMODE(os.stat(tmp_path / "crash.log").st_mode) == 0o600


def test_links_to_notes_of_one_name_tell_their_folders():
    def link(key, alias=""):
        return NoteLink(1, key, "Index", alias, "", 1, "", LinkKind.WIKILINK, 0)

    links = NoteLinks(
        (link("a/Index.md", "index"), link("b/Index.md")), (), (), (Mention(2, "c/Index.md", "Index"),), ()
    )
    rows = [(row.title, row.remark) for row in link_rows(links, {"Index"})]

    assert rows == [("Index  a/", ""), ("Index  b/", ""), ("Index  c/", "mentions this note")]


@pytest.mark.parametrize(
    ("key", "width", "mark"),
    [
        ("a.md", 20, ""),
        ("packages/foam-cli/README.md", 40, "  packages/foam-cli/"),
        ("packages/foam-cli/README.md", 14, "  …s/foam-cli/"),
        ("packages/foam-cli/README.md", 0, "  …cli/"),
    ],
)
def test_folder_that_is_too_long_shows_its_end(key, width, mark):
    assert folder_mark(key, width) == mark


@pytest.mark.parametrize(
    ("title", "width", "shown"),
    [
        ("CHANGELOG", 40, "CHANGELOG  packages/foam-cli/"),
        ("CHANGELOG", 24, "CHANGELOG  …es/foam-cli/"),
        ("README", 14, "README  …-cli/"),
        ("A title that is longer than the row", 24, "A titl…e row  …foam-cli/"),
    ],
)
def test_title_that_notes_share_leaves_room_for_the_folder(title, width, shown):
    line = title_in_folder(title, "packages/foam-cli/X.md", width)

    assert line.plain == shown
    assert line.cell_length <= width
