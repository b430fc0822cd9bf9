"""First step: how a link to a note is written, as the settings of the vault want it.

In: the keys of all files and the settings. Out: a `SpelledLink`. Every link is read back before it is given out, by the
parser and the resolver that read the notes, so that it leads to that very note.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from notelinks.display import holds_hidden, safe_text
from notelinks.errors import LinkRefusedError
from notelinks.notes.links import LinkResolver, fold_path
from notelinks.notes.parse import parse_note
from notelinks.records import LinkFormat, ParsedNote, VaultSettings

UNLINKABLE = ("#", "^", "|", "[[", "]]", "%%", "\\")
"""What Obsidian says a name must not hold to be linked (help, "Internal links"), and the backslash, which it takes from
file names on every platform."""

_PLAIN = frozenset("!$&'*+,;=@~-._/")
"""ASCII signs that stand in the address of a Markdown link as they are. Not the colon, which would end a scheme."""

_MARKUP = "\\`*_[]<>|$=~#"
"""Signs that would be read as Markdown in the text of a link."""


@dataclass(frozen=True, slots=True)
class SpelledLink:
    """A link that leads from one note to another."""

    target: str
    """As it stands between the brackets: a path without ending, or a percent-encoded address."""
    name: str
    """The text that it shows: the note's title, else the file's name without ending."""
    is_markdown: bool

    @property
    def text(self) -> str:
        """The link on its own."""
        if not self.is_markdown:
            shows_name = self.name.casefold() == self.target.casefold()
            return f"[[{self.target}]]" if shows_name else f"[[{self.target}|{self.name}]]"
        name = "".join(f"\\{c}" if c in _MARKUP else c for c in self.name)
        return f"[{name}]({self.target})"

    def around(self, mention: str, *, escapes_pipe: bool = False) -> tuple[str, str]:
        """What is to be put before and after words of a note, so that they become the link.

        Args:
            escapes_pipe: write `\\|` for `|`, as within a table.
        """
        if self.is_markdown:
            return "[", f"]({self.target})"
        pipe = "\\|" if escapes_pipe else "|"
        return ("[[" if mention == self.target else f"[[{self.target}{pipe}"), "]]"


class LinkSpeller:
    """Writes links between the notes of one vault."""

    def __init__(self, note_keys: Iterable[str], other_keys: Iterable[str], settings: VaultSettings) -> None:
        keys = list(note_keys)
        self.resolver = LinkResolver(keys, other_keys, is_obsidian=bool(settings.config_folder))
        self._settings = settings
        self._n_of_name: dict[str, int] = {}
        """Folded file name -> how many notes have it."""
        for key in keys:
            name = fold_path(key.rpartition("/")[2])
            self._n_of_name[name] = self._n_of_name.get(name, 0) + 1

    def spell(self, source_key: str, target_key: str, title: str = "") -> SpelledLink:
        """The link to one note from another.

        Args:
            title: of the target. The link shows it, unless it holds something that no link can show.

        Raises:
            LinkRefusedError: if none can be written, because of what the target's path holds.
        """
        path = target_key[: -len(".md")]
        if fault := next((sign for sign in UNLINKABLE if sign in path), ""):
            raise _refused(target_key, f"holds {fault}, which no link can hold")
        if holds_hidden(path):
            raise _refused(target_key, "holds a character that cannot be shown, or is not UTF-8")
        is_markdown = bool(self._settings.uses_markdown_links)
        name = path.rpartition("/")[2]
        for candidate in self._candidates(source_key, path):
            target = _encode(candidate) if is_markdown else candidate
            for shown in (title, name, target):
                link = SpelledLink(target, shown, is_markdown)
                if shown and self._is_read_as(link, source_key, target_key):
                    return link
        raise _refused(target_key, "cannot be written as a link that leads there")

    def _is_read_as(self, link: SpelledLink, source_key: str, target_key: str) -> bool:
        """Whether the link, in a note of its own, leads to the target and shows what it is to show.

        Several blanks are as good as one.
        """
        if holds_hidden(link.text):
            return False
        note = parse_note(source_key, link.text.encode("utf-8", "surrogateescape"))
        shows_name = link.is_markdown or "|" in link.text
        is_shown = not shows_name or [found.alias.split() for found in note.links] == [link.name.split()]
        return is_shown and self.leads_to(note, source_key) == [target_key]

    def leads_to(self, note: ParsedNote, source_key: str) -> list[str | None]:
        """The keys of the files that the links of a note mean, in order."""
        return [self.resolver.resolve(link.target, source_key) for link in note.links]

    def _candidates(self, source_key: str, path: str) -> Iterator[str]:
        """Ways to name the note at `path`, the one that the settings want first."""
        name = path.rpartition("/")[2]
        relative = posixpath.relpath(path, source_key.rpartition("/")[0] or ".")
        preferred = {
            LinkFormat.SHORTEST: [name] if self._n_of_name.get(fold_path(f"{name}.md"), 0) < 2 else [],
            LinkFormat.RELATIVE: [relative, f"./{relative}"],
            LinkFormat.ABSOLUTE: [*self._from_root(path), path],
        }[self._settings.link_format or LinkFormat.SHORTEST]
        for candidate in (*preferred, path, f"/{path}"):
            if not self._settings.uses_markdown_links:
                yield candidate
            yield f"{candidate}.md"

    def _from_root(self, path: str) -> Iterator[str]:
        """The path with `/` before it, if it is written so in this vault and begins at that folder."""
        root = self._settings.links_root
        below = path.removeprefix(f"{root}/") if root else path
        if root == "" or below != path:
            yield f"/{below}"


def _encode(path: str) -> str:
    """`path` as the address of a Markdown link; letters of any script stay readable."""
    return "".join(c if c.isalnum() or c in _PLAIN else quote(c, safe="") for c in path)


def _refused(key: str, reason: str) -> LinkRefusedError:
    return LinkRefusedError(f"{safe_text(key)}: its name {reason}. Rename the note, or write the link by hand.")
