"""What generators of web sites (MkDocs, Jekyll, kramdown, Hugo) add to Markdown, as rules of the Markdown parser.

Attribute lists, template commands, the labels of tabs and the lines that include other files vanish; the indented
contents of an admonition or a tab are read as Markdown, which would take them for code. Obsidian shows these marks as
they stand; they are no words there either.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from notelinks.notes.obsidian_syntax import push_paragraph, vanishing_rule

_COMMAND = re.compile(r"\{[:%#][^}\n]{0,1000}+\}|\{\{[<%][^}\n]{0,1000}+\}\}")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?|===)[+!]{0,2}[ \t]+[^\n\"]{0,200}(?:\"([^\"\n]{0,200})\"[ \t]*)?")
_INDENT = 4
_MAX_FILES = 100
"""Lines of a list of included files; what is longer is text."""

SNIPPET = re.compile(r"[ \t]*-{1,8}8<-{1,8}(?:[ \t][^\n]{0,1000})?")
"""A line by which PyMdown's Snippets include a file, or that opens and closes a list of such files."""


def add_site_syntax(md: MarkdownIt) -> None:
    """Teach the extensions of site generators to a Markdown parser."""
    md.inline.ruler.before("link", "site_command", vanishing_rule(_COMMAND))
    alternatives = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "admonition", _admonition_rule, {"alt": alternatives})
    md.block.ruler.before("table", "snippet", _snippet_rule, {"alt": alternatives})


def _admonition_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.src[start : start + 3] not in ("!!!", "???", "===") or state.is_code_block(start_line):
        return False
    match = _ADMONITION.fullmatch(state.src, start, state.eMarks[start_line])
    stop_line = _end_of_indented(state, start_line + 1, end_line)
    if match is None or stop_line == start_line + 1:
        return False
    if silent:
        return True
    if match[1] and not match[0].startswith("==="):
        push_paragraph(state, match[1], start_line, start_line + 1)
    last_line, state.lineMax = state.lineMax, stop_line
    state.blkIndent += _INDENT
    state.level += 1
    state.md.block.tokenize(state, start_line + 1, stop_line)
    state.level -= 1
    state.blkIndent -= _INDENT
    state.lineMax = last_line
    state.line = stop_line
    return True


def _snippet_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line) or not _is_snippet(state, start_line):
        return False
    if not silent:
        names_file = state.src[state.bMarks[start_line] : state.eMarks[start_line]].rstrip().endswith(("'", '"'))
        rest = range(start_line + 1, min(end_line, start_line + _MAX_FILES))
        closing = None if names_file else next((line for line in rest if _is_snippet(state, line)), None)
        state.line = (closing or start_line) + 1
    return True


def _is_snippet(state: StateBlock, line: int) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    return SNIPPET.fullmatch(state.src, start, state.eMarks[line]) is not None


def _end_of_indented(state: StateBlock, line: int, end_line: int) -> int:
    """The first line after `line` that is neither empty nor indented; blank lines at the end do not count."""
    stop_line = line
    while line < end_line and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent + _INDENT):
        line += 1
        if not state.isEmpty(line - 1):
            stop_line = line
    return stop_line
