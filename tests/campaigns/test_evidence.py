"""A campaign that fails names a file with the vault and all that was done to it."""

import os
import re
import tarfile
from pathlib import Path

import pytest

from tests.campaigns import watching
from tests.campaigns.operations import Operations
from tests.campaigns.test_stateful import VaultMachine
from tests.campaigns.watching import WatchedVault


def _assert_kept(message: str, operations: Operations) -> None:
    name = re.search(r"(\S+\.tar)\.", message)
    assert name, message
    try:
        with tarfile.open(name[1]) as tar:
            names = {member.name for member in tar.getmembers()}
            log = tar.extractfile("operations.txt").read().decode()
    finally:
        os.unlink(name[1])
    assert log.splitlines() == operations.log
    assert {f"vault/{path.relative_to(operations.vault)}" for path in operations.vault.rglob("*")} <= names


def test_watcher_that_does_not_catch_up_leaves_the_vault_and_the_operations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = WatchedVault(tmp_path, 1)
    for _ in range(40):
        watched.operations.do()
    monkeypatch.setattr(watching, "fresh_digest", lambda vault: "another")
    watched.watcher.process = type("Process", (), {"poll": lambda self: None})()
    with pytest.raises(AssertionError) as failed:
        watched.catch_up(0.1)

    _assert_kept(str(failed.value), watched.operations)


def test_store_that_differs_leaves_the_vault_and_the_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = VaultMachine()
    machine.begin(seed=1)
    try:
        for _ in range(40):
            machine.operations.do()
        monkeypatch.setattr("tests.campaigns.test_stateful.fresh_digest", lambda vault: "another")
        with pytest.raises(AssertionError) as failed:
            machine.settle()

        _assert_kept(str(failed.value), machine.operations)
    finally:
        monkeypatch.undo()
        machine.teardown()
