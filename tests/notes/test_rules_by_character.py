"""Rules that are asked by character give the tokens that the whole list of rules gives."""

import random

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from notelinks.notes import parse, rules_by_character
from notelinks.notes.brackets import parse_inlines
from notelinks.notes.rules_by_character import BLOCK_STARTS, INLINE_STARTS, RULE_START
from tests.notes.fixture_files import read_cases

_PARTS = (
    *"!?=%<$`~>*_-+0123456789[]#^{}:\\&|()\" ", "\n", "\n", "\n\n", "\n    ", "\n  ", "\n- ", "\n1. ", "\n> ", "\n\t",
    "word", "two words", "[[note]]", "[^1]", "[^1]: ", "[a]: b", "](c)", "$x$", "%%", "==", "~~", "http://x.y", "<br>",
    "<div>", "```", "---", "***", "===", "| a | b |", "|-|-|", "!!! note \"x\"", "&amp;", "#tag", "^id", "{: .x}",
    "é漢",
)  # fmt: skip


def _all_rules(monkeypatch: pytest.MonkeyPatch) -> MarkdownIt:
    monkeypatch.setattr(parse, "pick_rules_by_character", lambda md: None)
    return parse._parser.__wrapped__(20)


def test_every_rule_of_the_parser_is_known() -> None:
    rules = parse._parser(20).get_active_rules()

    assert {*rules["inline"]} - {"text"} == INLINE_STARTS.keys()
    assert {*rules["block"]} - {"too_deep", "table", "code", "lheading", "paragraph"} == BLOCK_STARTS.keys()


def test_rule_text_stops_at_every_character_at_which_another_rule_can_match() -> None:
    md = parse._parser(20)

    assert [c for c in "".join(INLINE_STARTS.values()) if not md.inline.terminator_re.match(c)] == []


def test_tokens_are_those_of_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    texts = ["".join(rng.choice(_PARTS) for _ in range(rng.randint(1, 40))) for _ in range(1000)]
    texts += [case.parts[1] for case in read_cases("links", "tags", "text")]
    picked = [parse._parser(20).parse(text) for text in texts]
    every = _all_rules(monkeypatch)

    assert rules_by_character._PickedRules is not type(every.inline.ruler)
    assert [text for text, tokens in zip(texts, picked, strict=True) if every.parse(text) != tokens] == []


def test_paragraph_in_which_no_rule_begins_is_the_text_that_the_parser_makes_of_it() -> None:
    rng = random.Random(4)
    contents = ["", *("".join(rng.choice(_PARTS) for _ in range(rng.randint(1, 3))) for _ in range(1000))]
    tokens, md = [Token("inline", "", 0, content=content) for content in contents], parse._parser(20)
    parse_inlines(tokens, md, {})

    assert 100 < sum(RULE_START.search(content) is None for content in contents) < 900
    assert [t.content for t in tokens if t.children != md.inline.parse(t.content, md, {}, [])] == []
