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
    uses_markdown, link_format, root = settings.uses_markdown_links, settings.link_format, settings.links_root
    if uses_markdown is None:
        uses_markdown = 2 * sum(link.is_markdown for link in links) > len(links)
    if link_format is None:
        n_of_name = Counter(_name(key) for key in note_keys)
        telling = [
            link for link in links if link.is_markdown == uses_markdown and n_of_name[_name(link.target_key)] == 1
        ]
        votes = Counter(link_format for link in telling for link_format in _formats(link))
        default = LinkFormat.RELATIVE if uses_markdown and not settings.config_folder else LinkFormat.SHORTEST
        link_format = max((default, *_AT_A_TIE), key=votes.__getitem__)
        root = _most_common_root(telling) if link_format is LinkFormat.ABSOLUTE else None
    return replace(settings, uses_markdown_links=uses_markdown, link_format=link_format, links_root=root)


def _formats(link: WrittenLink) -> Iterator[LinkFormat]:
    """The formats in which this link would be written as it is."""
    written, path = _path(link.target), _path(link.target_key)
    folder = fold_path(link.source_key).rpartition("/")[0]
    below = path.removeprefix(f"{folder}/") if folder else path
    is_below = not folder or below != path
    if written == path.rpartition("/")[2]:
        yield LinkFormat.SHORTEST
    if written == path or _root(link) is not None:
        yield LinkFormat.ABSOLUTE
    if written.startswith(("./", "../")) or (is_below and written == below):
        yield LinkFormat.RELATIVE


def _most_common_root(links: Iterable[WrittenLink]) -> str | None:
    """Where most paths begin that lead from a root: the folder if they begin with `/`, else None."""
    from_root = [link for link in links if LinkFormat.ABSOLUTE in _formats(link)]
    roots = [root for link in from_root if (root := _root(link)) is not None]
    return Counter(roots).most_common(1)[0][0] if 2 * len(roots) > len(from_root) else None


def _root(link: WrittenLink) -> str | None:
    """The folder that the `/` before a path stands for; None if there is none."""
    written = _path(link.target)
    if not written.startswith("/") or not f"/{_path(link.target_key)}".endswith(written):
        return None
    return "/".join(link.target_key.split("/")[: -written.count("/")])


def _name(key: str) -> str:
    return _path(key).rpartition("/")[2]


def _path(target: str) -> str:
    return fold_path(target).removesuffix(".md")
