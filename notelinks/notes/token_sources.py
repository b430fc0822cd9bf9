"""Has code, links and pictures that run over a line's end keep their source, in which lines can be counted.

In: a Markdown parser. Out: the same, whose tokens of these kinds carry the source in their `meta`. Otherwise it makes
blanks of the line ends in code, and leaves out those in addresses and titles.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick, image, link
from markdown_it.token import Token

_KEY = "source"

Rule = Callable[[StateInline, bool], bool]


def keep_sources(md: MarkdownIt) -> None:
    """Have a Markdown parser keep the sources that `source_of` gives."""
    for name, rule in (("backticks", backtick), ("link", link), ("image", image)):
        md.inline.ruler.at(name, _keeping_source(rule))


def source_of(token: Token) -> str:
    """The source of code, of a picture, or of the link that a token closes; empty if it stands in one line."""
    return token.meta.get(_KEY, "")


def _keeping_source(rule: Rule) -> Rule:
    def keeping(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not rule(state, silent):
            return False
        if not silent and state.src.find("\n", start, state.pos) >= 0:
            state.tokens[-1].meta[_KEY] = state.src[start : state.pos]
        return True

    return keeping
