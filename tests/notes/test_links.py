import time

import pytest

from notelinks.notes.links import LinkResolver

NOTES = [
    "Note.md", "a/Note.md", "a/b/Note.md", "a/b/Deep.md", "c/Deep.md", "cc/Other.md", "d/Other.md",
    "Note.1.md", "Figure.png.md", "x/Cafe\u0301.md", "x/ΛΌΓΟΣ.md", "x/straße.md", "Both.md", "both.md",
]  # fmt: skip
OTHERS = ["pics/Figure.png", "Paper.pdf", "LICENSE"]


@pytest.fixture
def resolver() -> LinkResolver:
    return LinkResolver(NOTES, OTHERS)


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("Note", "c/Deep.md", "Note.md"),
        ("Note.md", "c/Deep.md", "Note.md"),
        ("NOTE.MD", "c/Deep.md", "Note.md"),
        ("note", "a/b/Deep.md", "Note.md"),
        ("Note.1", "c/Deep.md", "Note.1.md"),
        ("a/Note", "c/Deep.md", "a/Note.md"),
        ("b/Note", "c/Deep.md", "a/b/Note.md"),
        ("/b/Note", "c/Deep.md", None),
        ("/a/Note", "c/Deep.md", "a/Note.md"),
        ("Deep", "a/b/Note.md", "a/b/Deep.md"),
        ("Deep", "Note.md", "c/Deep.md"),
        ("Other", "Note.md", "d/Other.md"),
        ("./Note", "a/b/Deep.md", "a/b/Note.md"),
        ("../Note", "a/b/Deep.md", "a/Note.md"),
        ("../../Note", "a/b/Deep.md", "Note.md"),
        ("../../../Note", "a/b/Deep.md", None),
        ("./Deep", "Note.md", None),
        ("../c/Deep.md", "a/Note.md", "c/Deep.md"),
        ("Paper.pdf", "a/Note.md", "Paper.pdf"),
        ("Paper", "a/Note.md", None),
        ("figure.PNG", "a/Note.md", "pics/Figure.png"),
        ("pics/Figure.png", "a/Note.md", "pics/Figure.png"),
        ("LICENSE", "a/Note.md", "LICENSE"),
        ("Caf\u00e9", "Note.md", "x/Cafe\u0301.md"),
        ("λόγος", "Note.md", "x/ΛΌΓΟΣ.md"),
        ("Straße", "Note.md", "x/straße.md"),
        ("both", "Note.md", "both.md"),
        ("Both", "Note.md", "Both.md"),
        ("ote", "Note.md", None),
        ("", "a/Note.md", "a/Note.md"),
        ("Missing", "Note.md", None),
        ("https://example.org/Note", "Note.md", None),
        ("../../etc/passwd", "Note.md", None),
        ("/etc/passwd", "Note.md", None),
        ("..\\..\\Note", "a/b/Deep.md", None),
        ("%2e%2e/Note", "a/Note.md", None),
        ("C:\\Note", "Note.md", None),
        ("No\0te", "Note.md", None),
        ("x/" * 5000 + "Note", "Note.md", None),
        ("\udce9", "Note.md", None),
        ("/", "Note.md", None),
        ("..", "a/Note.md", None),
    ],
)
def test_target_resolves_by_obsidians_order(
    resolver: LinkResolver, target: str, source: str, expected: str | None
) -> None:
    assert resolver.resolve(target, source) == expected


def test_note_wins_over_other_file_of_the_same_name() -> None:
    assert LinkResolver(["b/plan.md"], ["plan"]).resolve("plan", "x.md") == "b/plan.md"


def test_outside_obsidian_the_own_folder_comes_first() -> None:
    keys = ["index.md", "a/index.md", "_wiki/cmd/grep.md"]

    assert LinkResolver(keys).resolve("index.md", "a/x.md") == "index.md"
    assert LinkResolver(keys, is_obsidian=False).resolve("index.md", "a/x.md") == "a/index.md"


def test_outside_obsidian_a_leading_slash_may_mean_the_root_of_a_site() -> None:
    keys = ["_wiki/cmd/grep.md"]

    assert LinkResolver(keys).resolve("/cmd/grep", "x.md") is None
    assert LinkResolver(keys, is_obsidian=False).resolve("/cmd/grep", "x.md") == "_wiki/cmd/grep.md"


def test_order_of_the_keys_does_not_matter() -> None:
    targets = ["Note", "Deep", "Other", "both"]
    answers = [[LinkResolver(keys).resolve(target, "z.md") for target in targets] for keys in (NOTES, NOTES[::-1])]

    assert answers[0] == answers[1]


def test_hostile_target_takes_no_time(resolver: LinkResolver) -> None:
    start = time.process_time()

    assert resolver.resolve("a" + "\u0323\u0301" * 50_000, "Note.md") is None
    assert time.process_time() - start < 1


def test_ten_thousand_notes_and_sixty_thousand_links_take_a_second_at_most() -> None:
    keys = [f"folder {n % 97}/Note {n}.md" for n in range(10_000)]
    start = time.process_time()
    resolver = LinkResolver(keys)
    n_found = sum(resolver.resolve(f"note {n % 12_000}", "folder 1/x.md") is not None for n in range(60_000))

    assert n_found == 50_000
    assert time.process_time() - start < 1
