import os
import socket
import stat
from pathlib import Path

import pytest

from notelinks.notes.excluded import Exclusions
from notelinks.notes.files import read_note
from notelinks.notes.scan import VaultScanner, diff_snapshot, scan_vault
from notelinks.records import Changes, FileSignature, SkippedFile, Snapshot


def write(root: Path, key: str, text: str = "text") -> Path:
    path = root / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def reasons(snapshot: Snapshot) -> dict[str, str]:
    return {file.key: file.reason for file in snapshot.skipped}


def signature(number: int) -> FileSignature:
    return FileSignature(number, 2, 3, 4, 5)


def test_notes_and_other_files_are_told_apart(tmp_path: Path) -> None:
    for key in ("b.md", "a/C.MD", "a/pic.png", "folder.md/in.md", "plain"):
        write(tmp_path, key)
    snapshot = scan_vault(tmp_path)

    assert list(snapshot.notes) == ["a/C.MD", "b.md", "folder.md/in.md"]
    assert snapshot.other_files == ("a/pic.png", "plain")
    assert (snapshot.skipped, snapshot.unseen_folders) == ((), ())


def test_markdown_of_another_ending_is_listed_as_not_read(tmp_path: Path) -> None:
    for key in ("a/Post.MARKDOWN", "b.mkd", "markdown", "c.md"):
        write(tmp_path, key)
    snapshot = scan_vault(tmp_path)

    assert (list(snapshot.notes), snapshot.other_files) == (["c.md"], ("a/Post.MARKDOWN", "b.mkd", "markdown"))
    assert reasons(snapshot) == dict.fromkeys(("a/Post.MARKDOWN", "b.mkd"), "its name does not end in .md")


def test_signature_changes_even_when_size_and_mtime_do_not(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "one")
    before = scan_vault(tmp_path).notes["a.md"]
    status = path.stat()
    path.write_text("two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = scan_vault(tmp_path).notes["a.md"]

    assert (before.mtime_ns, before.size) == (after.mtime_ns, after.size)
    assert before != after


def test_links_are_listed_once_and_not_followed(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    write(vault, "real.md")
    write(tmp_path, "outside/secret.md")
    for name, target in (
        ("loop", "."), ("up", ".."), ("out", "/etc"), ("a", "b"), ("b", "a"), ("note.md", "real.md"),
        ("gone.md", "nowhere"), ("pic.png", "real.md"),
    ):  # fmt: skip
        (vault / name).symlink_to(target)
    snapshot = scan_vault(vault)

    assert list(snapshot.notes) == ["real.md"]
    assert set(reasons(snapshot)) == {"loop", "up", "out", "a", "b", "note.md", "gone.md"}
    assert set(reasons(snapshot).values()) == {"symbolic link, not followed"}
    assert snapshot.other_files == ("pic.png",)


def test_what_is_no_regular_file_is_skipped_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.md")
    found = reasons(scan_vault(tmp_path))

    assert found == {"pipe.md": "a named pipe, not a file", "socket.md": "a socket, not a file"}
    assert read_note(tmp_path, "pipe.md") == SkippedFile("pipe.md", "a named pipe, not a file")
    assert isinstance(read_note(tmp_path, "socket.md"), SkippedFile)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the right to make devices")
def test_device_is_skipped_with_its_reason(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "null.md", stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("no devices can be made here")
    (reason,) = reasons(scan_vault(tmp_path)).values()

    assert "device" in reason
    assert isinstance(read_note(tmp_path, "null.md"), SkippedFile)


def test_large_file_is_skipped(tmp_path: Path) -> None:
    write(tmp_path, "big.md")
    os.truncate(tmp_path / "big.md", 16 * 2**20 + 1)
    reason = "too large (17 MB, limit 16 MB)"

    assert scan_vault(tmp_path).skipped == (SkippedFile("big.md", reason),)
    assert read_note(tmp_path, "big.md") == SkippedFile("big.md", reason)


def test_missing_vault_is_unseen_not_empty(tmp_path: Path) -> None:
    write(tmp_path, "file.md")

    assert scan_vault(tmp_path / "none").unseen_folders == ("",)
    assert scan_vault(tmp_path / "file.md").unseen_folders == ("",)


def test_folder_that_cannot_be_listed_is_unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "ok.md")
    write(tmp_path, "shut/in.md")
    inode, real_scandir = (tmp_path / "shut").stat().st_ino, os.scandir

    def scandir(folder_fd: int):
        if os.fstat(folder_fd).st_ino == inode:
            raise PermissionError(13, "Permission denied")
        return real_scandir(folder_fd)

    monkeypatch.setattr(os, "scandir", scandir)
    snapshot = scan_vault(tmp_path)

    assert (list(snapshot.notes), snapshot.unseen_folders) == (["ok.md"], ("shut",))
    assert reasons(snapshot) == {"shut": "this folder cannot be read (Permission denied)"}
    assert reasons(scan_vault(tmp_path, Exclusions(["shut/"]))) == {}


def test_note_whose_path_is_longer_than_the_system_takes_is_seen_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(30):
        for name in ("beside", "n" * 200):
            os.mkdir(name)
        os.chdir("n" * 200)
    Path("deep.md").write_text("found")
    snapshot = scan_vault(tmp_path)
    (key,) = snapshot.notes
    os.chdir(tmp_path)

    assert (len(key), snapshot.unseen_folders, snapshot.skipped) == (30 * 201 + 7, (), ())
    assert read_note(tmp_path, key) == b"found"


def test_scan_of_deep_folders_keeps_few_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(40):
        write(tmp_path, "/".join(["deep"] * i + [f"{i}.md"]))
        write(tmp_path, "/".join(["deep"] * i + ["beside", f"{i}.md"]))
    before, most, real_scandir = len(os.listdir("/proc/self/fd")), [0], os.scandir

    def scandir(folder_fd: int):
        most.append(len(os.listdir("/proc/self/fd")))
        return real_scandir(folder_fd)

    monkeypatch.setattr(os, "scandir", scandir)
    snapshot = scan_vault(tmp_path)

    assert len(snapshot.notes) == 80
    assert max(most) - before <= 9
    assert len(os.listdir("/proc/self/fd")) == before


def test_names_that_are_not_utf8_come_back_as_they_are(tmp_path: Path) -> None:
    name = b"caf\xe9\n.md"
    with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:
        file.write(b"text")
    (key,) = scan_vault(tmp_path).notes

    assert os.fsencode(key) == name
    assert read_note(tmp_path, key) == b"text"


def test_diff_tells_what_is_new_changed_and_gone() -> None:
    snapshot = Snapshot({"a": signature(1), "b": signature(1), "n": signature(1)}, (), (), ())
    stored = {"b": signature(2), "a": signature(1), "z": signature(1), "y": signature(1)}

    assert diff_snapshot(snapshot, stored) == Changes(added=("n",), modified=("b",), removed=("y", "z"))


def test_diff_of_equal_listings_is_empty(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    snapshot = scan_vault(tmp_path)

    assert not diff_snapshot(snapshot, snapshot.notes)


def test_notes_below_an_unseen_folder_are_kept() -> None:
    stored = {key: signature(1) for key in ("s/a", "s/t/b", "sx/c", "d", "s/skipped")}
    snapshot = Snapshot({}, (), (SkippedFile("s/skipped", "x"),), ("s",))

    assert diff_snapshot(snapshot, stored).removed == ("d", "s/skipped", "sx/c")


def test_nothing_is_removed_while_the_vault_is_away() -> None:
    assert not diff_snapshot(Snapshot({}, (), (), ("",)), {"a": signature(1), "b/c": signature(1)})


def test_skipped_file_is_removed() -> None:
    snapshot = Snapshot({}, (), (SkippedFile("a", "too large"),), ())

    assert diff_snapshot(snapshot, {"a": signature(1)}).removed == ("a",)


def test_scan_of_some_folders_sees_what_has_changed_in_them_and_remembers_the_others(tmp_path: Path) -> None:
    for key in ("root.md", "a/1.md", "a/board.canvas", "b/2.md", "b/pic.png"):
        write(tmp_path, key)
    scanner = VaultScanner(tmp_path)
    before = scanner.scan()
    write(tmp_path, "a/1.md", "longer than before")
    write(tmp_path, "a/new.md")
    (tmp_path / "a/board.canvas").unlink()
    write(tmp_path, "b/unseen.md")
    in_part = scanner.scan(folders={"a"})

    assert in_part.notes.keys() == {"root.md", "a/1.md", "a/new.md", "b/2.md"}
    assert in_part.notes["a/1.md"].size == len("longer than before")
    assert in_part.notes["b/2.md"] == before.notes["b/2.md"]
    assert (in_part.canvases, in_part.other_files) == ({}, ("b/pic.png",))
    assert scanner.scan(folders={"b"}) == scan_vault(tmp_path)


@pytest.mark.parametrize("surprise", ["folder_came", "folder_went", "unknown", "nothing_known"])
def test_scan_of_some_folders_becomes_a_scan_of_all_where_one_is_not_as_expected(tmp_path: Path, surprise: str) -> None:
    for key in ("a/1.md", "a/deep/2.md", "b/3.md"):
        write(tmp_path, key)
    scanner = VaultScanner(tmp_path)
    folders = {"a"}
    if surprise != "nothing_known":
        scanner.scan()
    if surprise == "folder_came":
        write(tmp_path, "a/other/4.md")
    elif surprise == "folder_went":
        (tmp_path / "a/deep").rename(tmp_path / "b/deep")
    else:
        write(tmp_path, "c/4.md")
        folders = {"a", "c"}
    write(tmp_path, "b/5.md")

    assert scanner.scan(folders=folders) == scan_vault(tmp_path)


def test_scan_of_a_folder_that_is_gone_is_a_scan_of_all(tmp_path: Path) -> None:
    for key in ("a/1.md", "b/2.md"):
        write(tmp_path, key)
    scanner = VaultScanner(tmp_path)
    scanner.scan()
    (tmp_path / "a/1.md").unlink()
    (tmp_path / "a").rmdir()
    snapshot = scanner.scan(folders={"a"})

    assert (list(snapshot.notes), snapshot.unseen_folders) == (["b/2.md"], ())


def test_known_folder_that_was_swapped_for_a_link_is_not_followed_by_a_scan_of_some_folders(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    write(vault, "a/1.md")
    write(vault, "a/deep/2.md")
    write(tmp_path, "outside/secret.md")
    write(tmp_path, "outside/deep/secret.md")
    scanner = VaultScanner(vault)
    scanner.scan()
    (vault / "a").rename(tmp_path / "moved")
    (vault / "a").symlink_to(tmp_path / "outside")

    for folders in ({"a"}, {"a/deep"}):
        snapshot = scanner.scan(folders=folders)
        assert (dict(snapshot.notes), reasons(snapshot)) == ({}, {"a": "symbolic link, not followed"})


def test_rules_are_asked_anew_by_a_scan_of_some_folders(tmp_path: Path) -> None:
    for key in ("a/1.md", "b/2.md"):
        write(tmp_path, key)
    scanner = VaultScanner(tmp_path)
    scanner.scan()
    snapshot = scanner.scan(Exclusions(["b/"]), folders={"a"})

    assert (list(snapshot.notes), list(snapshot.excluded)) == (["a/1.md"], ["b/2.md"])
