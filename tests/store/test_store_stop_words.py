"""The file of stop words: private, whole at any time, changed by several processes, damaged."""

import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from notelinks.errors import StoreError
from notelinks.store.stop_words import (
    change_stop_words,
    newest_stop_word,
    read_stop_words,
    sign_stop_words,
    stop_word_file,
)


def test_no_file_is_no_stop_words(tmp_path: Path) -> None:
    assert (frozenset(), ()) == (read_stop_words(tmp_path), sign_stop_words(tmp_path))


def test_words_are_added_and_removed(tmp_path: Path) -> None:
    changes = [
        change_stop_words(tmp_path, add=["beta", "alpha"]),
        change_stop_words(tmp_path, add=["beta", "gamma"]),
        change_stop_words(tmp_path, remove=["alpha", "delta"]),
    ]

    assert [{"alpha", "beta"}, {"gamma"}, {"alpha"}] == changes
    assert {"beta", "gamma"} == read_stop_words(tmp_path)
    lines = stop_word_file(tmp_path).read_text("utf-8").splitlines()
    assert [line.split()[0] for line in lines] == ["beta", "gamma"]


def test_newest_word_is_the_one_added_last(tmp_path: Path) -> None:
    stop_word_file(tmp_path).write_text("zeta\n")
    assert newest_stop_word(tmp_path) == ("", 0.0)
    for word in ("beta", "alpha"):
        change_stop_words(tmp_path, add=[word])
    change_stop_words(tmp_path, add=["beta"])

    assert newest_stop_word(tmp_path)[0] == "alpha"
    change_stop_words(tmp_path, remove=["alpha"])
    assert newest_stop_word(tmp_path)[0] == "beta"
    assert read_stop_words(tmp_path) == {"beta", "zeta"}


def test_every_change_gives_another_signature(tmp_path: Path) -> None:
    signatures = {sign_stop_words(tmp_path)}
    for word in ("one", "two"):
        change_stop_words(tmp_path, add=[word])
        signatures.add(sign_stop_words(tmp_path))

    assert len(signatures) == 3


def test_files_are_private_and_nothing_is_left_behind(tmp_path: Path) -> None:
    change_stop_words(tmp_path, add=["word"])

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"stop_words.txt": 0o600, "stop_words.lock": 0o600}


def test_no_change_writes_nothing(tmp_path: Path) -> None:
    change_stop_words(tmp_path, add=["word"])
    before = sign_stop_words(tmp_path)

    change_stop_words(tmp_path, add=["word"], remove=["other"])

    assert before == sign_stop_words(tmp_path)


def test_what_many_threads_and_processes_add_is_all_there(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from notelinks.store.stop_words import change_stop_words\n"
    code += "for i in range(40): change_stop_words(Path(sys.argv[1]), add=[f'process{i}'])"

    def add(thread: int) -> None:
        for i in range(40):
            change_stop_words(tmp_path, add=[f"thread{thread}-{i}"])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(2)]
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) as process:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert process.returncode == 0
    assert len(read_stop_words(tmp_path)) == 120


@pytest.mark.parametrize("raw", [b"\xff\xfe word", b"\x80"])
def test_file_that_is_no_text_says_what_to_do(tmp_path: Path, raw: bytes) -> None:
    stop_word_file(tmp_path).write_bytes(raw)

    with pytest.raises(StoreError, match=r"stop_words\.txt.*Correct or remove"):
        read_stop_words(tmp_path)


def test_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        change_stop_words(tmp_path / "none", add=["word"])
