"""A link is put in, taken back byte for byte, and no crash in between leaves anything behind."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from notelinks.errors import LinkRefusedError, NothingToLinkError, StoreError
from notelinks.linking import insert, rewrite
from notelinks.linking.insert import insert_link, undo_link
from notelinks.linking.plan import LinkPlanner, PlannedLink
from notelinks.linking.rewrite import SavedMeanwhileError
from notelinks.notes.folder_listing import is_temporary
from notelinks.records import NoteSummary
from notelinks.store import inserted_links
from notelinks.store.inserted_links import InsertedLinks, inserted_links_file, read_inserted_links
from tests.support import write_vault

NOTES = {"a/One.md": b"\xef\xbb\xbfTwo and three.\r\n", "Two.md": b"Plain", "Three.md": "Drei, \u00e9".encode()}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", NOTES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index").mkdir()
    return tmp_path / "index"


def plan(vault: Path, source: str, target: str) -> PlannedLink:
    return LinkPlanner(vault).plan(source, NoteSummary(1, target, Path(target).stem, (), (), 0, 0, 0, 0))


def contents(vault: Path) -> dict[str, bytes]:
    """All files of the vault, temporary ones as well."""
    return {
        path.relative_to(vault).as_posix(): path.read_bytes() for path in sorted(vault.rglob("*")) if path.is_file()
    }


def test_links_are_taken_back_newest_first_until_all_is_as_it_was(vault: Path, folder: Path) -> None:
    first = insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))
    second = insert_link(vault, folder, plan(vault, "Two.md", "Three.md"))
    third = insert_link(vault, folder, plan(vault, "a/One.md", "Three.md"))

    assert contents(vault) == {
        **NOTES,
        "a/One.md": b"\xef\xbb\xbf[[Two]] and [[Three|three]].\r\n",
        "Two.md": b"Plain\n\n[[Three]]",
    }
    assert [undo_link(vault, folder) for _ in range(3)] == [third, second, first]
    assert contents(vault) == NOTES
    with pytest.raises(NothingToLinkError, match="no inserted link"):
        undo_link(vault, folder)


def test_what_is_kept_is_private_and_holds_no_text_of_the_note(vault: Path, folder: Path) -> None:
    insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))
    kept = inserted_links_file(folder)

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert b"three" not in kept.read_bytes()
    assert sorted(os.listdir(folder)) == ["links.json", "links.lock"]


def test_note_that_changed_since_is_left_alone_and_the_link_before_comes_next(vault: Path, folder: Path) -> None:
    insert_link(vault, folder, plan(vault, "Two.md", "Three.md"))
    insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))
    (vault / "a/One.md").write_bytes(b"Rewritten")

    with pytest.raises(
        SavedMeanwhileError,
        match=r"a/One\.md has changed around the link since\. Take the link to Two\.md out by hand",
    ):
        undo_link(vault, folder)
    undo_link(vault, folder)

    assert contents(vault) == NOTES | {"a/One.md": b"Rewritten"}


def test_note_that_is_gone_is_said(vault: Path, folder: Path) -> None:
    insert_link(vault, folder, plan(vault, "Two.md", "Three.md"))
    (vault / "Two.md").unlink()

    with pytest.raises(SavedMeanwhileError, match=r"Two\.md: vanished"):
        undo_link(vault, folder)


def test_note_that_changed_since_it_was_shown_is_refused_and_nothing_is_kept(vault: Path, folder: Path) -> None:
    planned = plan(vault, "a/One.md", "Two.md")
    (vault / "a/One.md").write_bytes(b"Two, edited")

    with pytest.raises(SavedMeanwhileError):
        insert_link(vault, folder, planned)

    assert contents(vault) == NOTES | {"a/One.md": b"Two, edited"}
    assert read_inserted_links(folder) == InsertedLinks()


def test_only_so_many_links_are_kept(vault: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewrite, "GRACE_S", 0.0)
    monkeypatch.setattr(inserted_links, "MAX_LINKS", 5)
    planned = plan(vault, "a/One.md", "Two.md")
    for _ in range(7):
        insert_link(vault, folder, planned)
        (vault / "a/One.md").write_bytes(planned.before)

    assert len(read_inserted_links(folder).links) == 5


def test_damaged_file_is_named_and_nothing_is_written(vault: Path, folder: Path) -> None:
    for damage in (b"\xff", b"[]", b'{"links": [{"key": 1}], "unfinished": null}', b'{"links": 3}'):
        inserted_links_file(folder).write_bytes(damage)

        with pytest.raises(StoreError, match=r"links\.json: the inserted links cannot be read .* Remove the file"):
            insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))
    assert contents(vault) == NOTES


def test_index_folder_that_cannot_be_written_changes_no_note(vault: Path, folder: Path) -> None:
    with pytest.raises(StoreError, match="No link is inserted without it"):
        insert_link(vault, folder / "missing", plan(vault, "a/One.md", "Two.md"))
    (folder / "links.json").mkdir()
    with pytest.raises(StoreError):
        insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))

    assert contents(vault) == NOTES


# Interrupted


class Crash(BaseException):
    """Stands for the end of the process: nothing is cleaned up by whoever raises it."""


def crash_at(monkeypatch: pytest.MonkeyPatch, where: object, name: str, *, after: bool) -> None:
    step = getattr(where, name)

    def crash(*arguments):
        if after:
            step(*arguments)
        raise Crash

    monkeypatch.setattr(where, name, crash)
    monkeypatch.setattr(insert, "finish_interrupted", lambda *_, **__: None)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["_write_beside", "exchange_files", "settle"])
@pytest.mark.parametrize("is_undo", [False, True])
def test_next_call_cleans_up_what_a_crash_left(
    vault: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool, is_undo: bool
) -> None:
    planned = plan(vault, "a/One.md", "Two.md")
    old, new = planned.before, planned.after
    if is_undo:
        insert_link(vault, folder, planned)
        old, new = new, old
    with monkeypatch.context() as patch:
        crash_at(patch, rewrite, step, after=after)
        with pytest.raises(Crash):
            undo_link(vault, folder) if is_undo else insert_link(vault, folder, planned)

    left = {key for key in contents(vault) if key not in NOTES}
    is_made = (vault / "a/One.md").read_bytes() == new
    assert (vault / "a/One.md").read_bytes() in (old, new)
    assert all(is_temporary(Path(key).name) for key in left)
    insert_link(vault, folder, plan(vault, "Two.md", "Three.md"))
    undo_link(vault, folder)
    assert contents(vault) == NOTES | {"a/One.md": new if is_made else old}
    assert len(read_inserted_links(folder).links) == (is_made != is_undo)


def test_edit_that_lay_beside_the_note_when_we_crashed_is_put_back(
    vault: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor saved just before the exchange, and the crash came just after it."""
    exchange = rewrite.exchange_files

    def saved_and_crashed(*arguments) -> None:
        (vault / "a/One.md").write_bytes(b"edit")
        exchange(*arguments)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(rewrite, "exchange_files", saved_and_crashed)
        with pytest.raises(Crash):
            insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))

    assert contents(vault) == NOTES | {"a/One.md": b"edit"}
    assert read_inserted_links(folder) == InsertedLinks()


def test_edit_beside_an_edited_note_is_named_and_kept(
    vault: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        crash_at(patch, rewrite, "exchange_files", after=True)
        with pytest.raises(Crash):
            insert_link(vault, folder, plan(vault, "a/One.md", "Two.md"))
    (beside,) = (vault / "a").glob(".notelinks-*")
    beside.write_bytes(b"first edit")
    (vault / "a/One.md").write_bytes(b"second edit")

    with pytest.raises(LinkRefusedError, match=rf"a/One\.md has {beside.name} beside it"):
        undo_link(vault, folder)

    assert (beside.read_bytes(), (vault / "a/One.md").read_bytes()) == (b"first edit", b"second edit")
    with pytest.raises(SavedMeanwhileError, match="has changed around the link since"):
        undo_link(vault, folder)
    with pytest.raises(NothingToLinkError):
        undo_link(vault, folder)


def test_two_processes_take_turns(vault: Path, folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.linking.test_insert_and_undo import plan, insert_link\n"
        "vault, folder, source = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]\n"
        "insert_link(vault, folder, plan(vault, source, 'a/One.md'))"
    )
    sources = [f"n{number}.md" for number in range(6)]
    write_vault(vault, dict.fromkeys(sources, "One\n"))
    running = [
        subprocess.Popen([sys.executable, "-c", code, vault, folder, source], cwd=Path(__file__).parents[2])
        for source in sources
    ]

    assert [process.wait(timeout=120) for process in running] == [0] * len(sources)
    assert sorted(link.key for link in read_inserted_links(folder).links) == sources
    for _ in sources:
        undo_link(vault, folder)
    assert {(vault / source).read_bytes() for source in sources} == {b"One\n"}
