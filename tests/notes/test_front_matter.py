import random
import time
from typing import Any

import pytest

from notelinks.notes import front_matter
from notelinks.notes.front_matter import MAX_LENGTH, read_front_matter


def test_title_aliases_and_tags_are_read() -> None:
    front = read_front_matter("---\nTitle: A  title\naliases: [One, 'Two', one]\ntags:\n  - x\n  - '#Y'\n---\nbody")

    assert (front.title, front.aliases, front.tags, front.problem) == ("A title", ("One", "Two"), ("x", "Y"), "")


def test_body_begins_after_the_closing_line() -> None:
    text = "---\na: b\n---\nbody"
    front = read_front_matter(text)

    assert (text[front.body_start :], front.n_lines) == ("body", 3)


@pytest.mark.parametrize(
    "text",
    ["", "---", "text\n---\na: b\n---\n", " ---\na: b\n---\n", "---\nnever closed", "---js\nx\n---\n", "+++\na\n+++\n"],
)
def test_text_without_a_block_at_its_start_has_no_properties(text: str) -> None:
    assert read_front_matter(text).body_start == 0


def test_json_block_is_read() -> None:
    assert read_front_matter('---\n{"title": "J", "tags": ["a"]}\n---\n').tags == ("a",)


@pytest.mark.parametrize(
    "value",
    ["{{title}}", "[a, b]", "{a: b}", "~", "null", "''", "[[x]]"],
)
def test_title_that_is_no_text_does_not_count(value: str) -> None:
    assert read_front_matter(f"---\ntitle: {value}\n---\n").title == ""


@pytest.mark.parametrize("value", ["2024-13-45", "no", "12:30:45", "1e999", "0x" + "f" * 50, "!!python/object:os.x y"])
def test_values_stay_the_text_they_are(value: str) -> None:
    assert read_front_matter(f"---\ntitle: {value}\n---\n").title.endswith(value.rsplit(" ", 1)[-1])


def test_alias_of_a_single_string_is_one_alias() -> None:
    assert read_front_matter("---\naliases: One, two\n---\n").aliases == ("One, two",)


@pytest.mark.parametrize(
    "broken",
    [
        "bad: [",
        "bad: @x",
        "\tbad: x",
        "a: b: c",
        "bad: &x [*x]",
        "bad: &x y",
        "bad: *x",
        'bad: "\\UFFFFFFFF"',
        'bad: "\\U00110000"',
        "bad: \0",
        "bad: " + "[" * 40,
    ],
)
def test_broken_yaml_costs_neither_title_nor_tags_nor_body(broken: str) -> None:
    front = read_front_matter(f'---\ntitle: "T"\ntags: [a, b]\n{broken}\naliases:\n- Other\n---\nbody')

    assert (front.title, front.tags, front.aliases) == ("T", ("a", "b"), ("Other",))
    assert front.problem.startswith("front matter is no valid YAML (")


def test_problem_quotes_nothing_of_the_note() -> None:
    assert "secret" not in read_front_matter("---\nsecret: @secret\n---\n").problem
    assert "secret" not in read_front_matter("---\na: !secret!x y\n---\n").problem
    assert "line 2" in read_front_matter("---\na: !secret!x y\n---\n").problem


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("a: [1, 2", "line 3: expected ',' or ']', but got '<stream end>'"),
        ("a: {b", "line 3: expected ',' or '}', but got '<stream end>'"),
        ("a: @x", "line 2: found character '@' that cannot start any token"),
    ],
)
def test_problem_says_what_is_missing(block: str, reason: str) -> None:
    """Signs of YAML are no text of the note."""
    assert f"({reason})" in read_front_matter(f"---\n{block}\n---\n").problem


def test_long_block_is_searched_line_by_line() -> None:
    front = read_front_matter("---\ntitle: T\n" + "x: y\n" * (MAX_LENGTH // 5) + "---\nbody")

    assert front.title == "T"
    assert front.problem == "front matter longer than 64 kB: only searched for title, tags and aliases"


def test_links_know_their_property_and_line() -> None:
    links = read_front_matter('---\na: 1\nup:\n  - "see [[One#H|uno]]"\n---\n').links

    assert [(link.target, link.fragment, link.alias, link.line, link.sentence) for link in links] == [
        ("One", "H", "uno", 4, "up: see uno")
    ]


@pytest.mark.parametrize(
    "block",
    [
        "a: " + "[" * 60_000,
        "- " * 30_000,
        "? " * 30_000,
        "a: &a [" + "*a," * 20_000,
        "[" * 31 + "x",
        "k: v\n" * 12_000,
        "a:\n" * 20_000,
    ],
)
def test_hostile_block_is_read_quickly(block: str) -> None:
    start = time.process_time()
    read_front_matter(f"---\n{block}\n---\n")

    assert time.process_time() - start < 2


_PARTS = (
    "a", "b: ", "tags:", "title: ", "\n", "\n", "\n  ", "\n- ", "\n    ", "- ", "[", "]", "}", ", ", '"', "'", "#",
    "\t", "?", ">", "{", "!", "---", " #", ": ", ":", "[[x]]", "?", "&", "*", "@", "`", "~", "null", "é", "\xa0",
    "日本", "🎉", "--", "...", "\\", "http://x", "2020-01-01", "x" * 1030, "''", ".", "=", "<<", "  ", "\x07", "\ud800",
)  # fmt: skip


def test_quick_parser_reads_what_the_python_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    blocks = ["".join(rng.choice(_PARTS) for _ in range(rng.randint(1, 14))) for _ in range(5000)]
    texts = [f"---\n{block}\n---\nText." for block in blocks]
    quick = [read_front_matter(text) for text in texts]
    monkeypatch.setattr(front_matter, "_C_LOADER", None)

    assert quick == [read_front_matter(text) for text in texts]
    assert sum(not front.problem for front in quick) > 500


@pytest.mark.parametrize("deep", ["a: " + "[" * 20_000, "a: " + "{" * 20_000, "a: " + "{b: " * 10_000, "[\n" * 20_000])
def test_deep_brackets_never_reach_the_parser_that_they_crash(monkeypatch: pytest.MonkeyPatch, deep: str) -> None:
    given: list[Any] = []
    parse = front_matter._parse_yaml
    monkeypatch.setattr(front_matter, "_parse_yaml", lambda text, loader: given.append(loader) or parse(text, loader))

    assert "valid YAML" in read_front_matter(f"---\n{deep}\n---\n").problem
    assert given == [front_matter.yaml.BaseLoader]
