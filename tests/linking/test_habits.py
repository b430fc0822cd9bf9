"""New links are like most links of the vault where its settings leave that open."""

from collections.abc import Iterable

import pytest

from notelinks.linking.habits import follow_habits
from notelinks.records import LinkFormat, VaultSettings, WrittenLink

SHORTEST, RELATIVE, ABSOLUTE = LinkFormat
KEYS = ("Home.md", "a/Deep note.md", "a/Same.md", "b/Other.md", "b/Same.md")


def _links(source: str, targets: Iterable[str], key: str = "a/Deep note.md", *, markdown: bool) -> list[WrittenLink]:
    return [WrittenLink(source, target, key, markdown) for target in targets]


@pytest.mark.parametrize(
    ("targets", "link_format"),
    [
        (["Deep note", "deep note", "a/Deep note"], SHORTEST),
        (["a/Deep note", "a/deep note", "Deep note"], ABSOLUTE),
        (["/a/Deep note"], ABSOLUTE),
        (["../a/Deep note", "../a/Deep note", "Deep note"], RELATIVE),
        ([], SHORTEST),
    ],
)
def test_format_of_most_wikilinks_is_followed(targets: list[str], link_format: LinkFormat) -> None:
    found = follow_habits(VaultSettings(), KEYS, _links("b/Other.md", targets, markdown=False))

    assert (found.link_format, found.uses_markdown_links) == (link_format, False)


@pytest.mark.parametrize(
    ("targets", "folder", "link_format"),
    [
        (["../a/Deep note.md"], "", RELATIVE),
        (["a/Deep note.md"], "", ABSOLUTE),
        ([], "", RELATIVE),
        ([], ".obsidian", SHORTEST),
    ],
)
def test_vault_of_markdown_links_gets_markdown_links(targets: list[str], folder: str, link_format: LinkFormat) -> None:
    """Those that tell no format are paths from the linking note, unless Obsidian says otherwise."""
    beside = _links("b/Other.md", ["Same.md"], "b/Same.md", markdown=True)
    links = beside + _links("b/Other.md", targets, markdown=True)

    found = follow_habits(VaultSettings(config_folder=folder), KEYS, links)

    assert (found.link_format, found.uses_markdown_links) == (link_format, True)


def test_settings_count_more_than_links() -> None:
    wanted = VaultSettings(config_folder=".obsidian", link_format=SHORTEST, uses_markdown_links=False)
    links = _links("b/Other.md", ["../a/Deep note.md"] * 3, markdown=True)

    assert follow_habits(wanted, KEYS, links) == wanted


def test_links_that_need_a_path_do_not_tell_the_format() -> None:
    needed = _links("Home.md", ["a/Same"] * 9, "a/Same.md", markdown=False)
    links = needed + _links("Home.md", ["Deep note"], markdown=False)

    assert follow_habits(VaultSettings(), KEYS, links).link_format is SHORTEST


def test_path_from_the_root_is_taken_where_it_is_the_relative_path_as_well() -> None:
    links = _links("Home.md", ["a/Deep note"], markdown=False)

    assert follow_habits(VaultSettings(), KEYS, links).link_format is ABSOLUTE


@pytest.mark.parametrize(
    ("targets", "key", "root"),
    [
        (["/a/Deep note"] * 2 + ["a/Deep note"], "a/Deep note.md", ""),
        (["/a/Deep note", "a/Deep note", "a/Deep note"], "a/Deep note.md", None),
        (["/Deep Note"] * 2 + ["a/Deep note"], "a/Deep note.md", "a"),
        (["/cmd/wc"] * 2 + ["/wc", "Wiki/cmd/wc"], "Wiki/cmd/wc.md", "Wiki"),
        (["Deep note"] * 3 + ["/Deep note"], "a/Deep note.md", None),
    ],
)
def test_slash_before_most_paths_is_followed_from_where_it_leads(targets: list[str], key: str, root: str) -> None:
    """In the sources of a web site that may be a folder, which became the root of the site."""
    links = _links("b/Other.md", targets, key, markdown=False)

    assert follow_habits(VaultSettings(), (*KEYS, "Wiki/cmd/wc.md"), links).links_root == root
