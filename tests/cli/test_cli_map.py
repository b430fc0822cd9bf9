"""`map`: what it writes, where it refuses to, and what it says."""

import os
import stat

import pytest

from tests.support import make_home, run_cli, tells_mistake, write_vault


def test_map_is_written_for_its_user_alone_and_said_on_stderr(indexed, tmp_path):
    done = indexed.run("map", "-o", tmp_path / "map.html")

    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"notelinks: {tmp_path}/map.html: a map of 8 notes. Open it in a browser.\n"
    assert '"Dough"' in page and '"bread/Oven.md"' in page
    assert f'"address":"{indexed.vault.as_uri()}/' in page
    assert stat.S_IMODE(os.stat(tmp_path / "map.html").st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["map.html"]


def test_map_goes_to_standard_output(indexed, tmp_path):
    indexed.run("map", "-o", tmp_path / "map.html")
    done = indexed.run("map", "-o", "-")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (tmp_path / "map.html").read_text(encoding="utf-8")


def test_map_takes_the_place_of_a_map(indexed, tmp_path):
    target = tmp_path / "map.html"
    indexed.run("map", "-o", target)
    page = target.read_bytes()
    target.write_bytes(page.replace(b"Dough", b"Stale"))

    assert indexed.run("map", "-o", target).returncode == 0
    assert target.read_bytes() == page


def about(target):
    """What changes when a file is written or replaced."""
    found = os.stat(target)
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns


@pytest.mark.parametrize("kind", ["note", "folder", "pipe"])
def test_map_takes_the_place_of_nothing_else(indexed, tmp_path, kind):
    target = tmp_path / "there"
    if kind == "note":
        target.write_text("A note.")
    elif kind == "folder":
        target.mkdir()
    else:
        os.mkfifo(target)
    before = about(target)
    done = indexed.run("map", "-o", target)

    assert done.returncode == 2
    assert str(target) in done.stderr and not tells_mistake(done.stderr)
    assert about(target) == before


def test_map_wants_a_folder_that_is_there(indexed, tmp_path):
    done = indexed.run("map", "-o", tmp_path / "away" / "map.html")

    assert done.returncode == 2
    assert done.stderr == f"notelinks: {tmp_path}/away is no folder. Make it first, or choose another file.\n"


def test_map_within_the_notes_is_said_to_be_there(tmp_path):
    home = make_home(tmp_path / "home")
    vault = write_vault(
        tmp_path / "vault", {"a.md": "one two three", "b.md": "two three four", ".obsidian/app.json": "{}"}
    )
    run_cli("index", vault, home=home)
    done = run_cli("map", vault, "-o", vault / "map.html", home=home)

    assert done.returncode == 0
    assert "map of 2 notes, within the folder of notes." in done.stderr
    assert '"program":"Obsidian"' in (vault / "map.html").read_text(encoding="utf-8")
    assert "obsidian://open?path=" in (vault / "map.html").read_text(encoding="utf-8")


def test_folder_that_was_never_indexed_or_has_no_notes_makes_no_map(tmp_path):
    home = make_home(tmp_path / "home")
    vault = write_vault(tmp_path / "vault", {})
    never = run_cli("map", vault, "-o", tmp_path / "map.html", home=home)
    run_cli("index", vault, home=home)
    empty = run_cli("map", vault, "-o", tmp_path / "map.html", home=home)

    assert never.returncode == 2 and "notelinks index" in never.stderr
    assert (empty.returncode, empty.stderr) == (1, "notelinks: There are no notes in this folder.\n")
    assert not (tmp_path / "map.html").exists()


def test_folder_that_is_away_makes_no_map(tmp_path):
    home = make_home(tmp_path / "home")
    vault = write_vault(tmp_path / "vault", {"a.md": "one two three", "b.md": "two three four"})
    run_cli("index", vault, home=home)
    vault.rename(tmp_path / "elsewhere")
    done = run_cli("map", vault, "-o", tmp_path / "map.html", home=home)

    assert done.returncode == 4
    assert f"{vault} cannot be seen" in done.stderr
    assert not (tmp_path / "map.html").exists()


def test_map_wants_to_know_where(indexed):
    done = indexed.run("map")

    assert done.returncode == 2
    assert "-o/--output" in done.stderr
