"""The page is one file that asks for nothing, and in which text from notes is nothing but text."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import numpy as np

from notelinks.map.contents import read_contents
from notelinks.map.groups import N_COLOURS
from notelinks.map.page import MARK, make_page
from notelinks.query.stop_words import hide_word
from notelinks.store.reader import StoreReader
from tests.map.synthetic import build_vault, make_notes
from tests.tui.store_builder import Written

HOSTILE = "</script><!-- ${data} $data \u2028\u2029\u202e\x1b ]]> & <script>"


class Elements(HTMLParser):
    """Tags with their attributes, and the text within each script or style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.texts.append(data)


def read(vault):
    with StoreReader(vault.folder) as reader:
        return read_contents(reader, "garden", lambda word: {word})


def page_of(vault) -> str:
    contents = read(vault)
    return make_page(contents, [f"file:///{note.path}" for note in contents.notes], "")


def data_of(page: str):
    return json.loads(re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.S)[1])


def test_page_holds_every_note_with_its_place_links_and_nearest(tmp_path):
    vault = build_vault(tmp_path, make_notes(60, 3))
    data = data_of(page_of(vault))

    first = data["paths"].index("Topic 0/Note 0.md")
    assert len(data["titles"]) == len(data["nearest"]) == len(data["links"]) == 60
    assert data["titles"][first] == "Note 0"
    assert all(data["paths"][place].startswith("Topic 0/") for place, _ in data["nearest"][first])
    assert all(data["paths"][place].startswith("Topic 0/") for place in data["links"][first])
    assert len(data["points"]) == 120 and max(map(abs, data["points"])) == data["grid"]
    assert data["address"] + data["addresses"][first] == "file:///Topic 0/Note 0.md"
    assert [grouping["name"] for grouping in data["groupings"]] == ["Topics", "Folders"]
    assert [group["n"] for group in data["groupings"][1]["groups"]] == [20, 20, 20]


def test_page_is_the_same_for_the_same_index(tmp_path):
    vault = build_vault(tmp_path, make_notes(60, 3))

    assert page_of(vault) == page_of(vault)


def test_no_text_from_notes_can_leave_the_block_of_json(tmp_path):
    notes = make_notes(20, 2)
    key = "</script><b>/$data & <!--.md"
    notes[key] = Written("word", title=HOSTILE, concepts=((HOSTILE, 0.9),), related={"Topic 1/Note 1.md": 0.5})
    page = page_of(build_vault(tmp_path, notes))
    plain = page_of(build_vault(tmp_path / "plain", make_notes(20, 2)))

    assert Elements(page).tags == Elements(plain).tags
    shown = "</script><!-- ${data} $data \ufffd\ufffd\ufffd\ufffd ]]> & <script>"
    data = data_of(page)
    place = data["titles"].index(shown)
    assert data["words"][data["concepts"][place][0]] == shown
    assert data["paths"][place] == key


def test_policy_allows_this_script_and_this_style_alone(tmp_path):
    page = page_of(build_vault(tmp_path, make_notes(20, 2)))
    elements = Elements(page)
    (policy,) = [a["content"] for _, a in elements.tags if a.get("http-equiv") == "Content-Security-Policy"]
    style, _, script = elements.texts
    sources = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style)]

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'sha256-{sources[0]}'",
        "style-src": f"'sha256-{sources[1]}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_page_names_no_other_file_and_takes_no_markup(tmp_path):
    page = page_of(build_vault(tmp_path, make_notes(20, 2)))

    assert not [a for _, attributes in Elements(page).tags for a in attributes if a in ("src", "href", "style")]
    assert not re.search(r"url\(|@import|https?://", page)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", page)
    assert MARK in page[:2000]


def test_style_has_as_many_colours_as_groups_use(tmp_path):
    page = page_of(build_vault(tmp_path, make_notes(20, 2)))

    for number in range(N_COLOURS):
        assert len(re.findall(rf"--group-{number}: #[0-9a-f]{{6}};", page)) == 2
    assert f"--group-{N_COLOURS}:" not in page
    assert f"Array.from({{ length: {N_COLOURS} }}" in page


def test_stop_word_of_the_user_stands_nowhere_on_the_map(tmp_path):
    vault = build_vault(tmp_path, make_notes(40, 2))
    word = read(vault).groupings[0].groups[0].name
    hide_word(vault.folder, word)
    contents = read(vault)

    assert word not in {w for note in contents.notes for w in note.concepts}
    assert word not in {w for grouping in contents.groupings for g in grouping.groups for w in (g.name, *g.words)}


def test_one_note_makes_a_map(tmp_path):
    contents = read(build_vault(tmp_path, {"One.md": Written("alone")}))

    assert [note.title for note in contents.notes] == ["One"]
    assert np.isfinite(contents.points).all()
    assert [len(grouping.groups) for grouping in contents.groupings] == [0, 1]
