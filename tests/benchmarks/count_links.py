"""Counts the links of a vault from its raw Markdown, and prints where the index says something else.

    python tests/benchmarks/count_links.py VAULT

VAULT must be indexed. Nothing of how notelinks reads notes is used here: text is cut into lines, what is no text is
blanked by regular expressions, targets are compared with a list of all files. docs/obsidian.md explains what is left.
"""

import os
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from notelinks.config import index_folder
from notelinks.notes.vault_folder import check_vault
from notelinks.store.reader import StoreReader

WIKILINK = re.compile(r"(?<!\\)(?:\\\\)*\[\[((?:(?!\[\[|\]\]|\n).)+)\]\]")
INLINE = re.compile(
    r"(?<!\\)\[((?:[^\[\]]|\\.|\[[^\[\]]*\])*)\]\(\s*(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
DEFINITION = re.compile(r"^ {0,3}\[(?!\^)([^\]\[]+)\]:\s*(<[^<>]*>|\S+)(?:\s+[\"'(].*)?\s*$")
REFERENCE = re.compile(r"(?<!\\)\[((?:[^\[\]]|!\[[^\[\]]*\]\([^()]*\))+)\](?:\[([^\[\]]*)\])?(?![(:])")
FENCE = re.compile(r"^(?:[ \t>]*(?:[-*+]|\d{1,9}[.)])?[ \t>]*)(`{3,}(?=[^`]*$)|~{3,})")
ITEM = re.compile(r"^[ \t>]*(?:[-*+]|\d{1,9}[.)]|(?:!!!|\?\?\?|===)[+!]*(?= ))[ \t]")
"""What may be followed by indented text; the signs are those of MkDocs."""
ADDRESS = re.compile(r"[A-Za-z][\w+.-]*:|//|#|$")
HTML_BLOCK = re.compile(
    r"^ {0,3}</?(?:address|article|aside|blockquote|body|caption|center|col|dd|details|dialog|dir|div|dl|dt|fieldset|"
    r"figcaption|figure|footer|form|frame|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|meta|nav|"
    r"noframes|ol|optgroup|option|p|param|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|$)",
    re.IGNORECASE,
)
RAW_HTML = re.compile(r"^ {0,3}<(script|pre|style|textarea)\b", re.IGNORECASE)


def main() -> None:
    vault = check_vault(Path(sys.argv[1]))
    files = [path.relative_to(vault).as_posix() for path in sorted(vault.rglob("*")) if path.is_file()]
    files = [file for file in files if not any(part.startswith(".") for part in file.split("/"))]
    finder = Finder(files, is_obsidian=(vault / ".obsidian").is_dir())
    ours = read_index(vault)
    n_links, n_notes, n_different = 0, 0, 0
    for key in (file for file in files if file.lower().endswith(".md")):
        answers = (finder.find(target, key) for target in targets_of((vault / key).read_bytes()))
        counted = Counter(answer for answer in answers if answer not in ("", key))
        indexed = ours.get(key, Counter())
        n_links, n_notes = n_links + sum(counted.values()), n_notes + 1
        for name, extra in (("only counted", counted - indexed), ("only indexed", indexed - counted)):
            for target, n in sorted(extra.items()):
                n_different += n
                print(f"{name}: {key}: {target}" + f" ({n} times)" * (n > 1))
    print(
        f"{n_notes} notes, {n_links} links counted, {sum(map(Counter.total, ours.values()))} indexed, "
        f"{n_different} different"
    )


def read_index(vault: Path) -> dict[str, Counter[str]]:
    """Where the links of each note lead, as `notelinks links` tells: the key of a note, or `? target`."""
    found = {}
    with StoreReader(index_folder(vault)) as reader:
        for note in reader.notes():
            links = reader.links(note.note_id)
            found[note.key] = Counter(link.key for link in links.outgoing)
            found[note.key].update(f"? {fold(link.target)}" for link in links.unresolved)
    return found


class Finder:
    """Obsidian's order of resolution, by trying one rule after the other on the list of all files."""

    def __init__(self, files: list[str], *, is_obsidian: bool) -> None:
        self.is_obsidian = is_obsidian
        self.files = sorted(files, key=lambda file: (not file.lower().endswith(".md"), len(file), file))
        self.folded = [(fold(file), file) for file in self.files]
        self.exact = {}
        for folded, file in self.folded:
            self.exact.setdefault(folded, file)

    def find(self, target: str, source: str) -> str:
        """A note, `? target` if there is no such file, empty for a file that is no note."""
        names = [target, f"{target}.md"] if "." in target.rsplit("/", 1)[-1] else [f"{target}.md", target]
        for name in names:
            if (file := self.find_name(fold(name), fold(source).rpartition("/")[0])) is not None:
                return file if file.lower().endswith(".md") else ""
        return f"? {fold(target)}"

    def find_name(self, name: str, folder: str) -> str | None:
        if name.startswith("/"):
            name = name.lstrip("/")
            tries = [name] if self.is_obsidian else [name, None]
        elif re.search(r"(?:^|/)\.\.?(?:/|$)", name):
            path = os.path.normpath(os.path.join("/r/" * 9 + folder, name)).replace("//", "/")
            root = os.path.normpath("/r/" * 9)
            if not path.startswith(root + "/"):
                return None
            tries = [path[len(root) + 1 :]]
        else:
            near = f"{folder}/{name}" if folder else name
            tries = [name, near, None] if self.is_obsidian else [near, name, None]
        for path in tries:
            if path is not None and path in self.exact:
                return self.exact[path]
            if path is None:
                return next((f for folded, f in self.folded if folded == name or folded.endswith("/" + name)), None)
        return None


def targets_of(raw: bytes) -> list[str]:
    """The targets of all links of a note that may lead to a file, decoded, without fragments."""
    text = unicodedata.normalize("NFC", raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n"))
    found: list[str] = []
    if match := re.match(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|$)", text, re.DOTALL):
        for quoted in re.findall(r"\"[^\"\n]*\"|'[^'\n]*'", match[1] or ""):
            found += [wiki_target(inner) for inner in WIKILINK.findall(quoted)]
        text = text[match.end() :]
    lines = text.split("\n")
    definitions = {}
    visible = blank_what_is_no_text(lines)
    for line in visible:
        if match := DEFINITION.match(line):
            definitions.setdefault(" ".join(match[1].lower().split()), match[2])
    body = "\n".join("" if DEFINITION.match(line) else line for line in visible)
    body = re.sub(r"(?<![\\`])(`+)(?!`)(?:(?!\n\s*\n).)*?(?<!`)\1(?!`)", "", body, flags=re.DOTALL)
    body = re.sub(r"%%.*?%%|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r"\$\$(?:(?!\n\s*\n).)*?\$\$", "", body, flags=re.DOTALL)
    body = re.sub(r"(?<!\\)\$(?![\s$])[^$\n]+?(?<![\s\\])\$(?!\d)", "", body)
    found += [wiki_target(inner) for inner in WIKILINK.findall(body)]
    body = WIKILINK.sub("w", body)
    addresses = []
    while match := INLINE.search(body):
        addresses.append(match[2])
        body = f"{body[: match.start()]} {match[1]} {body[match.end() :]}"
    for label, reference in REFERENCE.findall(body):
        name = " ".join((reference or label).lower().split())
        if name in definitions:
            addresses.append(definitions[name])
    for address in addresses:
        address = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", address.strip("<>"))
        if not ADDRESS.match(address):
            found.append(unicodedata.normalize("NFC", unquote(address.partition("#")[0])).strip())
    return [target for target in found if target]


def wiki_target(inner: str) -> str:
    return inner.partition("|")[0].removesuffix("\\").partition("#")[0].strip()


def blank_what_is_no_text(lines: list[str]) -> list[str]:
    """The lines, with those of code, comments, mathematics and HTML blocks empty."""
    visible = []
    fence, closing, in_list, was_blank = "", "", False, True
    for line in lines:
        bare = ITEM.sub("", line, count=1).lstrip("> \t")
        is_blank = not line.strip()
        shown = ""
        match = FENCE.match(line)
        if fence:
            if bare.startswith(fence) and not bare.strip(fence[0]).strip():
                fence = ""
        elif closing:
            if (closing == "\n" and is_blank) or (closing != "\n" and closing in line.lower()):
                closing = ""
        elif match and not (line.startswith("    ") and was_blank and not in_list):
            fence = match[1]
        elif bare.startswith("%%") and "%%" not in bare[2:]:
            closing = "%%"
        elif bare.startswith("$$") and "$$" not in bare[2:]:
            closing = "$$"
        elif bare.startswith("<!--") and "-->" not in bare:
            closing = "-->"
        elif raw := RAW_HTML.match(line):
            closing = "" if f"</{raw[1].lower()}>" in line.lower() else f"</{raw[1].lower()}>"
        elif HTML_BLOCK.match(line):
            closing = "\n"
        elif line.startswith(("    ", "\t")) and was_blank and not in_list:
            is_blank = True  # goes on being code
        else:
            shown = line
        in_list = bool(ITEM.match(line)) or (in_list and (is_blank or line.startswith((" ", "\t"))))
        was_blank = is_blank
        visible.append(shown)
    return visible


def fold(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


if __name__ == "__main__":
    main()
