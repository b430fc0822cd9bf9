"""Names that editors, sync programs and applications give to files of their own."""

from pathlib import Path

import pytest

from notelinks.notes.scan import scan_vault
from notelinks.records import SkippedFile
from tests.support import write_vault

_IGNORED = (
    ".obsidian/a.md", ".obsidian/plugins/x/README.md", ".trash/a.md", ".git/a.md", ".smart-env/multi/a.md",
    ".vscode/a.md", ".logseq/a.md",
    ".stversions/a~20240101-120000.md", ".stfolder/x.md", "sub/.stfolder/x.md", ".stignore", ".syncthing.a.md.tmp",
    "~syncthing~a.md.tmp", ".sync/a.md", ".dropbox.cache/a.md", ".dropbox", ".nextcloudsync.log", ".owncloudsync.log",
    ".Trash-1000/files/a.md", ".DS_Store", "._a.md", ".Spotlight-V100/a.md", ".nfs000000000001", ".fuse_hidden0001",
    ".hidden.md", ".a.md.swp", ".a.md.swo", ".a.md.swx", ".a.md.un~", ".a.md.kate-swp", ".goutputstream-ABC123",
    "a.md~", "~$a.md", "#a.md#", ".#a.md", "a.md.tmp", "a.TMP",
)  # fmt: skip

_CONFLICTS = (
    "a.sync-conflict-20240101-120000-ABCDEFG.md",
    "A.SYNC-CONFLICT-20240101-120000-ABCDEFG.MD",
    "a (conflicted copy 2024-01-01).md",
    "a (conflicted copy 2024-01-01 120000).md",
    "a (Ann's Conflicted Copy).md",
    "a (Ann's conflicted copy 2024-01-01 (1)).md",
    "a (Conflicted copy phone 202401011200).md",
)


def test_table_is_not_cut_short() -> None:
    assert len({*_IGNORED, *_CONFLICTS}) >= 40


@pytest.mark.parametrize("key", _IGNORED)
def test_files_of_editors_and_sync_programs_are_not_there(tmp_path: Path, key: str) -> None:
    snapshot = scan_vault(write_vault(tmp_path, {key: "text"}))

    assert (snapshot.notes, snapshot.other_files, snapshot.skipped) == ({}, (), ())


@pytest.mark.parametrize("name", _CONFLICTS)
def test_conflict_copies_are_listed_as_skipped(tmp_path: Path, name: str) -> None:
    snapshot = scan_vault(write_vault(tmp_path, {name: "text"}))

    assert (snapshot.notes, snapshot.skipped) == ({}, (SkippedFile(name, "copy made by a sync conflict"),))


@pytest.mark.parametrize("name", ["Note 2.md", "Note (1).md", "Note copy.md"])
def test_numbered_name_is_a_note(tmp_path: Path, name: str) -> None:
    """iCloud and file managers name copies so, but so do people their second note: to hide it would be worse."""
    assert list(scan_vault(write_vault(tmp_path, {name: "text"})).notes) == [name]
