import json
from pathlib import Path, PurePosixPath

import pytest

from notelinks.notes.registry import find_registered_vaults, registry_files


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        (
            "linux",
            {},
            [
                "/me/.config/obsidian/obsidian.json",
                "/me/.var/app/md.obsidian.Obsidian/config/obsidian/obsidian.json",
                "/me/snap/obsidian/current/.config/obsidian/obsidian.json",
            ],
        ),
        (
            "linux",
            {"XDG_CONFIG_HOME": "/else"},
            [
                "/else/obsidian/obsidian.json",
                "/me/.config/obsidian/obsidian.json",
                "/me/.var/app/md.obsidian.Obsidian/config/obsidian/obsidian.json",
                "/me/snap/obsidian/current/.config/obsidian/obsidian.json",
            ],
        ),
        ("darwin", {}, ["/me/Library/Application Support/obsidian/obsidian.json"]),
        ("win32", {"APPDATA": "/me/Roam"}, ["/me/Roam/obsidian/obsidian.json"]),
        ("win32", {}, ["/me/AppData/Roaming/obsidian/obsidian.json"]),
    ],
)
def test_registry_stands_where_obsidian_puts_it(
    platform: str, environment: dict[str, str], expected: list[str]
) -> None:
    found = registry_files(platform, environment, Path("/me"))

    assert [PurePosixPath(file).as_posix() for file in found] == expected


def test_relative_configuration_home_does_not_count() -> None:
    """As the XDG base directory specification demands."""
    assert registry_files("linux", {"XDG_CONFIG_HOME": "here"}, Path("/me")) == registry_files("linux", {}, Path("/me"))


def write(path: Path, value: object) -> Path:
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return path


def test_vaults_that_are_there_are_found_open_ones_first(tmp_path: Path) -> None:
    for name in ("old", "new", "open", "flat"):
        (tmp_path / name).mkdir()
    (tmp_path / "same").symlink_to("new")
    entries = {
        "1": {"path": str(tmp_path / "old"), "ts": 1},
        "2": {"path": str(tmp_path / "new"), "ts": 2},
        "3": {"path": str(tmp_path / "open"), "ts": 0, "open": True},
        "4": {"path": str(tmp_path / "gone"), "ts": 9},
        "5": {"path": str(tmp_path / "same"), "ts": 9},
    }
    one = write(tmp_path / "one.json", {"vaults": entries})
    two = write(tmp_path / "two.json", {"vaults": {"x": {"path": str(tmp_path / "flat")}, "1": entries["1"]}})

    found = find_registered_vaults((one, tmp_path / "none.json", two))

    assert [vault.path.name for vault in found] == ["open", "new", "old", "flat"]


@pytest.mark.parametrize(
    "registry",
    [
        b"", b"{", b"\xff", b"[" * 100_000, b"[]", b"null", b'{"vaults": []}', b'{"vaults": null}',
        b'{"vaults": {"a": 1, "b": {}, "c": {"path": 1}, "d": {"path": "relative"}, "e": {"path": "/\\u0000"}}}',
        b'{"vaults": {"a": {"path": "/\\ud800"}}}', b" " * (2**20 + 1),
    ],
)  # fmt: skip
def test_broken_registry_has_no_vaults(tmp_path: Path, registry: bytes) -> None:
    assert find_registered_vaults((write(tmp_path / "obsidian.json", registry), tmp_path)) == []


@pytest.mark.parametrize("opened", ["yesterday", None, True, 1.5, [1]])
def test_time_of_a_wrong_type_is_not_known(tmp_path: Path, opened: object) -> None:
    entry = {"path": str(tmp_path), "ts": opened, "open": "yes"}
    file = write(tmp_path / "obsidian.json", {"vaults": {"a": entry}})

    (vault,) = find_registered_vaults((file,))

    assert (vault.path, vault.opened_ms, vault.is_open) == (tmp_path, 0, False)
