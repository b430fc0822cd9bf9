"""What generators of web sites (MkDocs, Jekyll, kramdown, Hugo) add to Markdown, as rules of the Markdown parser.

Attribute lists and template commands vanish; the indented contents of an admonition or a tab are read as Markdown,
which would take them for code. Obsidian shows these marks as they stand; they are no words there either.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from notelinks.notes.obsidian_syntax import push_paragraph, vanishing_rule

_COMMAND = re.compile(r"\{[:%#][^}\n]{0,1000}+\}|\{\{[<%][^}\n]{0,1000}+\}\}")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?|===)[+!]{0,2}[ \t]+[^\n\"]{0,200}(?:\"([^\"\n]{0,200})\"[ \t]*)?")
_INDENT = 4


def add_site_syntax(md: MarkdownIt) -> None:
    """Teach the extensions of site generators to a Markdown parser."""
    md.inline.ruler.before("link", "site_command", vanishing_rule(_COMMAND))
    alternatives = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "admonition", _admonition_rule, {"alt": alternatives})


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
    if match[1]:
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


def _end_of_indented(state: StateBlock, line: int, end_line: int) -> int:
    """The first line after `line` that is neither empty nor indented; blank lines at the end do not count."""
    stop_line = line
    while line < end_line and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent + _INDENT):
        line += 1
        if not state.isEmpty(line - 1):
            stop_line = line
    return stop_line
