"""A watcher that several tests share: each works on notes of its own."""

from collections.abc import Iterator

import pytest

from tests.support import TINY_CONFIG, Watcher, make_home, make_notes, write_vault


@pytest.fixture(scope="module")
def watcher(tmp_path_factory: pytest.TempPathFactory, warm_kernels: None) -> Iterator[Watcher]:
    root = tmp_path_factory.mktemp("watched")
    vault = write_vault(root / "vault", make_notes(12, 1))
    with Watcher(vault, make_home(root / "home", TINY_CONFIG)) as made:
        made.settle()
        yield made
