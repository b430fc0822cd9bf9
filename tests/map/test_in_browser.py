"""The map as its reader has it: in Chromium, with ten thousand notes, some of them hostile."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.map.browser import CHROMIUM, Browser
from tests.map.synthetic import build_vault, make_notes
from tests.support import make_home, run_cli
from tests.tui.store_builder import Written

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt-get install chromium)")

N_NOTES = 10_000

HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<!-- <script>",
    "]]> \u2028 $data ${data} \\u003c",
    '"}; window.hacked = 1; //',
    "&lt;b&gt; <b>bold</b>",
    "javascript:window.hacked=1",
]
"""Titles, and concepts, that would do something if they were taken for anything but text."""

NOTE = "Topic 3/Note 3.md"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The page, made by the command from an index of an Obsidian vault."""
    root = tmp_path_factory.mktemp("map")
    home = make_home(root / "home")
    notes = make_notes(N_NOTES - len(HOSTILE), 20)
    for number, title in enumerate(HOSTILE):
        key = f"hostile <b>/it's {number} & 'x'.md"
        notes[key] = Written(title, title=title, related={NOTE: 0.5}, concepts=((title, 0.9),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOTELINKS_HOME", str(home))
        vault = build_vault(root, notes)
        (vault.path / ".obsidian").mkdir()
        vault.close()
        done = run_cli("map", vault.path, "-o", root / "map.html", home=home)
    assert done.returncode == 0, done.stderr
    yield root / "map.html"


@pytest.fixture(scope="module")
def browser(page: Path) -> Iterator[Browser]:
    """The page in a browser that keeps the addresses to open, which it would ask about, in `window.opened`."""
    with Browser() as opened:
        opened.open(page)
        opened.evaluate(
            "window.opened = [], card.link.addEventListener('click', (event) => {"
            "window.opened.push(event.currentTarget.href); event.preventDefault(); }), 0"
        )
        yield opened


@pytest.fixture(autouse=True)
def everything_in_sight(browser: Browser) -> None:
    """Each test starts from the map as a whole, with nothing chosen."""
    browser.resize(*browser.size)
    browser.evaluate("window.opened.length = 0, search.leave(), choose(-1), setGrouping(DATA.groupings[0])")
    browser.evaluate("camera.flyTo(camera.viewOf(BOUNDS))")
    browser.point(1, 1)
    browser.draw()


def address_of(page: Path, key: str) -> str:
    return f"obsidian://open?path={quote(os.fspath(page.parent / 'garden' / key), safe='')}"


def find_place(browser: Browser, title: str) -> tuple[float, float]:
    """Where in the window the note of a title is drawn, after the map was moved so that nothing hides it."""
    browser.evaluate(f"goTo(TITLES.indexOf({title!r})), choose(-1), camera.zoomAt(...camera.middle, 40)")
    browser.draw()
    return tuple(browser.evaluate(f"camera.toWindow(XS[TITLES.indexOf({title!r})], YS[TITLES.indexOf({title!r})])"))


def text_of(browser: Browser, selector: str) -> str:
    return browser.evaluate(f"document.querySelector({selector!r}).innerText")


def test_page_loads_without_an_error_and_asks_for_nothing_but_itself(browser, page):
    asked = [request["request"]["url"] for request in browser.told("Network.requestWillBeSent")]

    assert asked == [page.as_uri()]
    assert browser.told("Log.entryAdded") == []
    assert browser.told("Runtime.exceptionThrown") == []
    assert browser.told("Runtime.consoleAPICalled") == []
    assert browser.evaluate("[N_NOTES, document.title]") == [N_NOTES, "garden · map of notes"]


def test_policy_of_the_page_forbids_other_scripts_and_every_request(browser):
    told = len(browser.told("Log.entryAdded"))
    browser.evaluate(
        """const element = document.createElement("script");
        element.textContent = "window.hacked = 1";
        document.body.append(element);
        document.body.insertAdjacentHTML("beforeend", "<img src='http://127.0.0.1:9/' onerror='window.hacked = 1'>");
        fetch("http://127.0.0.1:9/").catch(() => {});"""
    )
    browser.wait_for(lambda: len(browser.told("Log.entryAdded")) >= told + 3)

    refused = " ".join(entry["entry"]["text"] for entry in browser.told("Log.entryAdded")[told:])
    assert "script-src" in refused and "connect-src" in refused and "img-src" in refused
    assert browser.evaluate("window.hacked") is None


def test_map_is_drawn(browser):
    seen = browser.evaluate(
        """(() => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const seen = new Set();
          for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
          return seen.size;
        })()"""
    )

    assert seen > 500


def test_search_lists_what_it_finds_and_enter_flies_there(browser):
    browser.ask("Page.bringToFront")
    browser.evaluate("canvas.focus()")
    browser.press("/")
    browser.type("note 4711")
    browser.draw()

    assert text_of(browser, "#n-found") == "1 note"
    assert text_of(browser, "#found li").split("\n") == ["Note 4711", "Topic 11"]
    assert browser.evaluate("drawing.matches.size") == 1

    browser.press("Enter")
    browser.wait_for(lambda: browser.evaluate("camera.zoom") > 4)

    left, top = browser.evaluate("camera.toWindow(XS[chosen], YS[chosen])")
    middle = browser.evaluate("camera.middle")
    assert text_of(browser, "#title") == "Note 4711"
    assert (left, top) == pytest.approx(middle, abs=1)


def test_search_finds_by_folder_and_by_concept(browser):
    browser.evaluate("search.searchFor('topic 13/')")
    assert text_of(browser, "#n-found") == f"{len(range(13, N_NOTES - len(HOSTILE), 20))} notes"

    browser.evaluate("search.searchFor('topic7word3')")
    found = browser.evaluate("search.found.map((note) => PATHS[note])")
    assert found and all(path.startswith("Topic 7/") for path in found)


def test_pointing_at_a_note_shows_what_it_is_and_what_is_near(browser):
    browser.point(*find_place(browser, "Note 3"))
    browser.draw()

    nearest = text_of(browser, "#nearest").split()
    assert text_of(browser, "#title") == "Note 3"
    assert text_of(browser, "#folder") == "Topic 3"
    assert browser.evaluate("conceptsOf(drawing.focus)") == text_of(browser, "#concepts").split()
    assert nearest[1] == "Note" and 70 <= int(nearest[0]) <= 90
    assert all(int(note) % 20 == 3 for note in nearest[2::3])
    assert "→" in text_of(browser, "#links")

    browser.point(1, 1)
    browser.draw()
    assert browser.evaluate("document.getElementById('card').hidden")


@pytest.mark.parametrize("key", [NOTE, "hostile <b>/it's 0 & 'x'.md"])
def test_click_opens_the_note_in_obsidian(browser, page, key):
    browser.click(*find_place(browser, "Note 3" if key == NOTE else HOSTILE[0]))

    assert browser.evaluate("window.opened") == [address_of(page, key)]


def test_browser_goes_to_the_address_that_a_click_opens(page):
    with Browser() as browser:
        browser.open(page)
        browser.click(*find_place(browser, "Note 3"))
        browser.wait_for(lambda: browser.told("Page.frameRequestedNavigation"))

        opened = [event["url"] for event in browser.told("Page.frameRequestedNavigation")]
    assert opened == [address_of(page, NOTE)]


@pytest.mark.parametrize("size", [(1280, 800), (600, 800)], ids=["wide", "narrow"])
def test_card_never_hides_the_note_that_is_pointed_at(browser, size):
    browser.resize(*size)
    for left, top in ((size[0] - 60, 200), (size[0] - 60, 700), (400, 700), (400, 300)):
        x, y = browser.evaluate("camera.toWindow(XS[5], YS[5])")
        browser.evaluate(f"camera.pan({left - x}, {top - y})")
        browser.point(1, 1)
        browser.point(left, top)
        browser.draw()

        assert not browser.evaluate("document.getElementById('card').hidden")
        assert browser.evaluate(f"document.elementFromPoint({left}, {top}).id") == "map"


def test_drag_moves_the_map_and_opens_nothing(browser):
    left, top = find_place(browser, "Note 3")
    browser.point(left, top, "mousePressed", button="left", clickCount=1)
    browser.point(left + 60, top + 30, buttons=1, button="left")
    browser.point(left + 60, top + 30, "mouseReleased", button="left", clickCount=1)
    browser.draw()

    moved = browser.evaluate("camera.toWindow(XS[TITLES.indexOf('Note 3')], YS[TITLES.indexOf('Note 3')])")
    assert moved == pytest.approx([left + 60, top + 30], abs=0.5)
    assert browser.evaluate("window.opened") == []


def test_wheel_zooms_to_the_point_below_the_mouse(browser):
    before = browser.evaluate("camera.toMap(900, 300)")
    browser.ask("Input.dispatchMouseEvent", type="mouseWheel", x=900, y=300, deltaX=0, deltaY=-400)
    browser.wait_for(lambda: browser.evaluate("camera.zoom") > 1.5)

    assert browser.evaluate("camera.toMap(900, 300)") == pytest.approx(before, abs=1e-9)


def test_keys_go_from_note_to_note_and_open_one(browser):
    browser.evaluate("canvas.focus()")
    browser.press("ArrowRight")
    first = browser.evaluate("chosen")
    browser.press("ArrowRight")
    second = browser.evaluate("chosen")
    browser.press("Enter")

    assert first >= 0
    assert browser.evaluate(f"XS[{second}] > XS[{first}]")
    assert browser.evaluate("window.opened") == [browser.evaluate(f"addressOf({second})")]

    browser.press("Escape")
    assert browser.evaluate("chosen") == -1


def test_groups_are_topics_or_folders(browser):
    topics = browser.evaluate("document.querySelectorAll('#groups li').length")
    browser.evaluate("document.querySelectorAll('#groupings button')[1].click()")
    browser.draw()

    assert topics == browser.evaluate("DATA.groupings[0].groups.length")
    assert re.match(r"Topic \d+ ", text_of(browser, "#groups li"))
    assert browser.evaluate("drawing.grouping.name") == "Folders"


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_title_and_concept_stand_there_as_text(browser, title):
    shown = title.replace("\u2028", "\ufffd")
    place = browser.evaluate(f"goTo(PATHS.indexOf(\"hostile <b>/it's {HOSTILE.index(title)} & 'x'.md\")), chosen")
    browser.draw()

    assert place >= 0
    assert browser.evaluate("document.getElementById('title').textContent") == shown
    assert browser.evaluate("document.querySelector('#concepts button').textContent") == shown
    assert browser.evaluate("document.getElementById('folder').textContent") == "hostile <b>"
    assert browser.evaluate("document.querySelectorAll('#card :is(b, img, script)').length") == 0
    assert browser.evaluate("window.hacked") is None


def test_map_follows_the_theme_of_the_system(browser):
    ground = "[...canvas.getContext('2d').getImageData(1, canvas.height - 1, 1, 1).data].slice(0, 3)"
    light = browser.evaluate(ground)
    for scheme in ("dark", "light"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.ask("Emulation.setEmulatedMedia", features=features)
        browser.draw()
        if scheme == "dark":
            dark = browser.evaluate(ground)

    assert min(light) > 200
    assert max(dark) < 60
    assert browser.evaluate(ground) == light
