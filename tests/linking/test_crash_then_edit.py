"""A crash while a link is put in or taken back, then an edit of the note, then the next call: no link is forgotten
that may stand in the note, and no file stays beside it."""

from pathlib import Path

import pytest

from notelinks.errors import LinkRefusedError, NothingToLinkError
from notelinks.linking import rewrite
from notelinks.linking.insert import insert_link, undo_link
from notelinks.linking.rewrite import SavedMeanwhileError
from notelinks.store.inserted_links import read_inserted_links
from tests.linking.test_insert_and_undo import NOTES, Crash, contents, crash_at, plan
from tests.support import write_vault

NOTE, OTHER = "a/One.md", "Two.md"
OLDER = b"Plain\n\n[[Three]]"
"""The other note with the link that was inserted before the crash."""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """With a link in another note, which is the older one."""
    (tmp_path / "index").mkdir()
    vault = write_vault(tmp_path / "vault", NOTES)
    insert_link(vault, tmp_path / "index", plan(vault, OTHER, "Three.md"))
    return vault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def _crash(vault: Path, folder: Path, step: str, *, after: bool = True, is_undo: bool = False) -> None:
    planned = plan(vault, NOTE, "Two.md")
    if is_undo:
        insert_link(vault, folder, planned)
    with pytest.MonkeyPatch.context() as patch:
        crash_at(patch, rewrite, step, after=after)
        with pytest.raises(Crash):
            undo_link(vault, folder) if is_undo else insert_link(vault, folder, planned)


def _edit(vault: Path, old: bytes, new: bytes) -> bytes:
    path = vault / NOTE
    path.write_bytes(path.read_bytes().replace(old, new))
    return path.read_bytes()


AFTER_THE_EXCHANGE = pytest.mark.parametrize("step", ["exchange_files", "settle"])
"""The second when what came out is removed, but not yet written down that all is done."""


@AFTER_THE_EXCHANGE
def test_inserted_link_is_taken_out_of_the_edited_note(vault: Path, folder: Path, step: str) -> None:
    _crash(vault, folder, step)
    _edit(vault, b"three.\r\n", b"three.\r\nMore.\r\n")

    assert undo_link(vault, folder).key == NOTE
    assert contents(vault) == NOTES | {OTHER: OLDER, NOTE: NOTES[NOTE] + b"More.\r\n"}
    assert len(read_inserted_links(folder).links) == 1


@AFTER_THE_EXCHANGE
@pytest.mark.parametrize(("old", "new"), [(b"[[Two]]", b"Both"), (b"]] and", b"]] or")])
def test_link_that_the_edit_changed_is_told_and_the_older_one_stays(
    vault: Path, folder: Path, step: str, old: bytes, new: bytes
) -> None:
    _crash(vault, folder, step)
    edited = _edit(vault, old, new)

    with pytest.raises(SavedMeanwhileError, match=r"a/One\.md has changed around the link since"):
        undo_link(vault, folder)
    assert contents(vault) == NOTES | {OTHER: OLDER, NOTE: edited}
    undo_link(vault, folder)
    assert contents(vault) == NOTES | {NOTE: edited}


@AFTER_THE_EXCHANGE
def test_note_that_is_gone_is_told_and_the_older_link_stays(vault: Path, folder: Path, step: str) -> None:
    _crash(vault, folder, step)
    (vault / NOTE).unlink()

    with pytest.raises(SavedMeanwhileError, match=r"a/One\.md: vanished"):
        undo_link(vault, folder)
    assert contents(vault) == {OTHER: OLDER, "Three.md": NOTES["Three.md"]}


def test_link_in_a_folder_that_cannot_be_opened_is_kept(vault: Path, folder: Path) -> None:
    _crash(vault, folder, "exchange_files")
    (vault / "a").rename(vault / "b")

    with pytest.raises(LinkRefusedError, match="its folder cannot be opened"):
        undo_link(vault, folder)
    assert [link.key for link in read_inserted_links(folder).links] == [OTHER, NOTE]


@pytest.mark.parametrize(("step", "after"), [("_write_beside", True), ("exchange_files", False)])
def test_link_that_was_not_put_in_is_forgotten_whatever_the_edit(
    vault: Path, folder: Path, step: str, after: bool
) -> None:
    _crash(vault, folder, step, after=after)
    edited = _edit(vault, b"three", b"four")

    assert undo_link(vault, folder).key == OTHER
    assert contents(vault) == NOTES | {NOTE: edited}


def test_link_that_another_process_put_in_meanwhile_is_not_kept_twice(vault: Path, folder: Path) -> None:
    planned = plan(vault, NOTE, "Two.md")
    insert_link(vault, folder, planned)

    with pytest.raises(SavedMeanwhileError):
        insert_link(vault, folder, planned)
    assert [link.key for link in read_inserted_links(folder).links] == [OTHER, NOTE]


def test_link_that_was_taken_back_is_not_taken_back_again(vault: Path, folder: Path) -> None:
    _crash(vault, folder, "exchange_files", is_undo=True)
    edited = _edit(vault, b"three", b"four")

    assert undo_link(vault, folder).key == OTHER
    assert contents(vault) == NOTES | {NOTE: edited}
    with pytest.raises(NothingToLinkError):
        undo_link(vault, folder)


def test_link_that_may_have_been_taken_back_is_looked_for_again(vault: Path, folder: Path) -> None:
    """The file beside the note is gone, and the note is neither: whether the link was taken out is told by nothing."""
    _crash(vault, folder, "settle", is_undo=True)
    edited = _edit(vault, b"three", b"four")

    with pytest.raises(SavedMeanwhileError, match="Take the link to"):
        undo_link(vault, folder)
    assert contents(vault) == NOTES | {OTHER: OLDER, NOTE: edited}
