import json
import os
from pathlib import Path
from typing import Any

import pytest

from notelinks.notes.config_folder import find_config_folder, is_obsidian_vault
from notelinks.notes.vault_settings import read_vault_settings
from notelinks.records import LinkFormat, VaultSettings


def write(vault: Path, name: str, value: Any, folder: str = ".obsidian") -> Path:
    path = vault / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return path


def problems(vault: Path) -> str:
    return "\n".join(read_vault_settings(vault).problems)


def test_plain_folder_has_the_defaults(tmp_path: Path) -> None:
    assert read_vault_settings(tmp_path) == VaultSettings()
    assert read_vault_settings(tmp_path / "none") == VaultSettings()


def test_new_vault_has_the_defaults(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()

    assert read_vault_settings(tmp_path) == VaultSettings(config_folder=".obsidian")


def test_all_settings_are_read(tmp_path: Path) -> None:
    filters = ["Archive/", "/\\.draft\\.md$/", "  ", "Archive/"]
    app = {"newLinkFormat": "relative", "useMarkdownLinks": True, "attachmentFolderPath": "./files"}
    write(tmp_path, "app.json", {**app, "userIgnoreFilters": filters, "vimMode": True})
    write(tmp_path, "templates.json", {"folder": "/Meta/Templates/"})
    write(tmp_path, "daily-notes.json", {"folder": "Daily", "format": "YYYY/MM/DD", "template": "Meta/Day"})

    assert read_vault_settings(tmp_path) == VaultSettings(
        config_folder=".obsidian",
        link_format=LinkFormat.RELATIVE,
        uses_markdown_links=True,
        attachments_folder="./files",
        ignore_filters=("Archive/", "/\\.draft\\.md$/"),
        templates_folder="Meta/Templates",
        daily_folder="Daily",
        daily_format="YYYY/MM/DD",
    )


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", ""),
        (b" \n", ""),
        (b"\xef\xbb\xbf{}", ""),
        ("{}".encode("utf-16"), ""),
        (b"{", "app.json: not valid JSON"),
        (b"[" * 100_000, "app.json: not valid JSON"),
        (b'{"a": ' + b"1" * 5000 + b"}", "app.json: not valid JSON"),
        (b"\xff{}", "app.json: not valid JSON"),
        (b"[]", "app.json: not a JSON object"),
        (b"null", "app.json: not a JSON object"),
        (b" " * (2**20 + 1), "app.json: too large (2 MB, limit 1 MB)"),
        (b'{"newLinkFormat": "longest"}', "app.json: newLinkFormat is none of shortest, relative, absolute"),
        (b'{"newLinkFormat": [1]}', "app.json: newLinkFormat is none of shortest, relative, absolute"),
        (b'{"useMarkdownLinks": "yes"}', "app.json: useMarkdownLinks is not true or false"),
        (b'{"attachmentFolderPath": 3}', "app.json: attachmentFolderPath is not text"),
        (b'{"attachmentFolderPath": "../out"}', "app.json: attachmentFolderPath is not a folder within the vault"),
        (b'{"userIgnoreFilters": "Archive"}', "app.json: userIgnoreFilters is not a list of texts"),
        (b'{"userIgnoreFilters": ["a", 1]}', "app.json: userIgnoreFilters is not a list of texts"),
        (b'{"userIgnoreFilters": null}', ""),
    ],
)
def test_what_cannot_be_understood_leaves_the_default_and_a_sentence(tmp_path: Path, raw: bytes, problem: str) -> None:
    write(tmp_path, "app.json", raw)
    found = read_vault_settings(tmp_path)

    assert found == VaultSettings(config_folder=".obsidian", problems=(problem,) if problem else ())


def test_too_many_filters_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "app.json", {"userIgnoreFilters": [str(i) for i in range(1001)]})

    assert problems(tmp_path) == "app.json: userIgnoreFilters has more than 1000 entries"


def test_one_broken_value_costs_that_value_only(tmp_path: Path) -> None:
    write(tmp_path, "app.json", {"newLinkFormat": 1, "useMarkdownLinks": True, "userIgnoreFilters": ["a\ud800"]})
    found = read_vault_settings(tmp_path)

    assert (found.uses_markdown_links, found.ignore_filters, len(found.problems)) == (True, ("a\ufffd",), 1)


@pytest.mark.parametrize(
    ("given", "expected"),
    [("/", ""), ("./", "."), (".", "."), ("./a/b/", "./a/b"), ("files", "files"), ("/files/", "files"), (".x", ".x")],
)
def test_attachments_folder_may_be_the_notes_own(tmp_path: Path, given: str, expected: str) -> None:
    write(tmp_path, "app.json", {"attachmentFolderPath": given})

    assert read_vault_settings(tmp_path).attachments_folder == expected


def test_empty_format_means_the_default(tmp_path: Path) -> None:
    write(tmp_path, "daily-notes.json", {"format": ""})

    assert read_vault_settings(tmp_path).daily_format == "YYYY-MM-DD"


def test_settings_are_read_through_no_link_and_wait_for_no_pipe(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    outside = write(tmp_path, "secret.json", {"folder": "Outside"}, "outside")
    write(vault, "app.json", {})
    (vault / ".obsidian" / "templates.json").symlink_to(outside)
    os.mkfifo(vault / ".obsidian" / "daily-notes.json")

    assert read_vault_settings(vault) == VaultSettings(
        config_folder=".obsidian",
        problems=(
            "templates.json: symbolic link, not followed",
            "daily-notes.json: a named pipe, not a file",
        ),
    )


def test_configuration_folder_may_have_another_name(tmp_path: Path) -> None:
    write(tmp_path, "app.json", {}, ".expo")
    write(tmp_path, "app.json", {"useMarkdownLinks": True}, ".phone")
    write(tmp_path, "core-plugins.json", {}, ".phone")

    assert read_vault_settings(tmp_path) == VaultSettings(config_folder=".phone", uses_markdown_links=True)

    (tmp_path / ".obsidian").mkdir()

    assert find_config_folder(tmp_path) == ".obsidian"


def test_obsidian_vault_is_told_by_its_configuration_folder(tmp_path: Path) -> None:
    assert not is_obsidian_vault(tmp_path)
    (tmp_path / ".obsidian").mkdir()

    assert is_obsidian_vault(tmp_path)
