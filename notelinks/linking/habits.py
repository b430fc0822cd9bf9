"""How most links of a vault are written, for what Obsidian's settings leave open or a plain folder has no settings for.

In: the settings, the keys of all notes and the links between them. Out: the settings without gaps.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from notelinks.notes.links import fold_path
from notelinks.records import LinkFormat, VaultSettings, WrittenLink

_AT_A_TIE = (LinkFormat.SHORTEST, LinkFormat.ABSOLUTE, LinkFormat.RELATIVE)
"""Which format is taken first where links are of several, as all are that lead from the vault's root."""


def follow_habits(settings: VaultSettings, note_keys: Iterable[str], written: Iterable[WrittenLink]) -> VaultSettings:
    """The settings with the ways of most links in place of what is not set.

    Only links to notes whose file name no other note has are asked for their format: others need a path anyway. Where
    links do not tell, Obsidian's defaults hold, and for Markdown links in a plain folder paths from the linking note,
    which every program understands.
    """
    links = list(written)
    uses_markdown, link_format = settings.uses_markdown_links, settings.link_format
    if uses_markdown is None:
        uses_markdown = 2 * sum(link.is_markdown for link in links) > len(links)
    if link_format is None:
        n_of_name = Counter(_name(key) for key in note_keys)
        votes: Counter[LinkFormat] = Counter()
        for link in links:
            if link.is_markdown == uses_markdown and n_of_name[_name(link.target_key)] == 1:
                votes.update(_formats(link))
        default = LinkFormat.RELATIVE if uses_markdown and not settings.config_folder else LinkFormat.SHORTEST
        link_format = max((default, *_AT_A_TIE), key=votes.__getitem__)
    return replace(settings, uses_markdown_links=uses_markdown, link_format=link_format)


def _formats(link: WrittenLink) -> Iterator[LinkFormat]:
    """The formats in which this link would be written as it is."""
    written, path = _path(link.target), _path(link.target_key)
    folder = fold_path(link.source_key).rpartition("/")[0]
    below = path.removeprefix(f"{folder}/") if folder else path
    is_below = not folder or below != path
    if written == path.rpartition("/")[2]:
        yield LinkFormat.SHORTEST
    if written.removeprefix("/") == path:
        yield LinkFormat.ABSOLUTE
    if written.startswith(("./", "../")) or (is_below and written == below):
        yield LinkFormat.RELATIVE


def _name(key: str) -> str:
    return _path(key).rpartition("/")[2]


def _path(target: str) -> str:
    return fold_path(target).removesuffix(".md")
