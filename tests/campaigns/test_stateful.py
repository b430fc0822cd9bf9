"""Thousands of random operations in process: after each look the store equals one that is made anew."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from notelinks.errors import VaultAwayError
from notelinks.indexer import looking
from notelinks.indexer.reading import refresh_store
from notelinks.notes.scan import VaultScanner
from notelinks.notes.words import fold_word
from notelinks.store.reader import StoreReader
from notelinks.store.writer import StoreWriter
from tests.campaigns.evidence import keep_evidence
from tests.campaigns.operations import KINDS, Operations

N_OPERATIONS = 3_000
_N_EXAMPLES, _N_STEPS = 25, 100


def store_digest(folder: Path) -> str:
    """Notes, words, links and tags of an index."""
    with StoreReader(folder) as reader:
        return reader.index_digest()


def fresh_digest(vault: Path) -> str:
    """The same of an index that is made anew."""
    with tempfile.TemporaryDirectory() as folder:
        writer = StoreWriter(Path(folder), fold_word)
        refresh_store(vault, writer)
        writer.close()
        return store_digest(Path(folder))


class VaultMachine(RuleBasedStateMachine):
    """Random operations on a real folder, looks in between, and the vault taken away and brought back."""

    counts: ClassVar[Counter[str]] = Counter()
    compared: ClassVar[int] = 0

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="notelinks-stateful-"))
        self.operations = Operations(self.root / "vault", self.root / "outside", seed)
        self.writer = StoreWriter(self.root / "index", fold_word)
        self.scanner = VaultScanner(self.operations.vault)

    @rule(kind=st.sampled_from(KINDS), n=st.integers(1, 3))
    def operate(self, kind: str, n: int) -> None:
        for _ in range(n):
            self.counts[self.operations.do(kind)] += 1

    @rule()
    def look(self) -> None:
        self._look()
        self.counts["look"] += 1

    @rule(share=st.sampled_from([0.1, 0.5, 1.0]))
    def look_at_some_folders(self, share: float) -> None:
        """What has changed elsewhere may be missed, and must be made up for by the next look at all."""
        known = sorted(self.scanner.folders) or [""]
        self._look(set(self.operations.rng.sample(known, max(1, int(share * len(known))))))
        self.counts["look_at_some_folders"] += 1

    def _look(self, folders: set[str] | None = None) -> None:
        self.operations.ensure_note()
        refresh_store(self.operations.vault, self.writer, scanner=self.scanner, folders=folders)

    @rule()
    def take_away(self) -> None:
        """A vault that is away, or of which only the mount point is left, keeps its notes."""
        vault, elsewhere = self.operations.vault, self.root / "elsewhere"
        before = self.writer.signatures()
        vault.rename(elsewhere)
        if self.operations.rng.random() < 0.5:
            vault.mkdir()
        if before:
            with pytest.raises(VaultAwayError):
                refresh_store(vault, self.writer, scanner=self.scanner)
        assert self.writer.signatures() == before
        if vault.exists():
            vault.rmdir()
        elsewhere.rename(vault)
        self.counts["take_away"] += 1

    @rule()
    def settle(self) -> None:
        """Equal to a fresh index after one look at all folders."""
        self._look()
        is_equal = store_digest(self.root / "index") == fresh_digest(self.operations.vault)
        assert is_equal, keep_evidence(self.operations.vault, self.operations.log)
        type(self).compared += 1

    def teardown(self) -> None:
        if hasattr(self, "writer"):
            try:
                self.settle()
            finally:
                self.writer.close()
                shutil.rmtree(self.root, ignore_errors=True)


def run_machine(n_operations: int) -> type[VaultMachine]:
    """Runs machines until so many operations have been done; gives the class with its counts."""

    class Counted(VaultMachine):
        counts: ClassVar[Counter[str]] = Counter()
        compared: ClassVar[int] = 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looking, "_SETTLE_S", 0.0)  # nothing is saved while this process looks
        n_examples = 0
        while sum(Counted.counts.values()) < n_operations:
            n_examples += _N_EXAMPLES
            run_state_machine_as_test(
                seed(n_examples)(Counted),
                settings=settings(
                    max_examples=_N_EXAMPLES,
                    stateful_step_count=_N_STEPS,
                    deadline=None,
                    database=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                ),
            )
    return Counted


def test_index_equals_a_fresh_one_after_three_thousand_random_operations() -> None:
    machine = run_machine(N_OPERATIONS)

    assert sum(machine.counts.values()) >= N_OPERATIONS
    assert set(KINDS) <= set(machine.counts)
    assert machine.compared > 30


@pytest.mark.slow
def test_index_equals_a_fresh_one_after_a_hundred_thousand_random_operations() -> None:
    machine = run_machine(100_000)

    assert sum(machine.counts.values()) >= 100_000
