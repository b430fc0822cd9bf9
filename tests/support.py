"""What tests of several layers share: vaults to index, a watcher, and waiting with a deadline."""

import atexit
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from tests.commands import cli_environment, run_cli

TINY_CONFIG = "[training]\nn_dims = 32\ntarget_budget = 20000\nmax_epochs = 4\n"
"""Settings with which a small vault is trained in milliseconds."""

_TOPIC_WORDS = """
bread flour water yeast dough oven crust knead proof loaf sourdough starter salt bake crumb rye
garden soil seed compost root prune mulch tomato bean frost bed spade worm leaf bloom pest
music chord scale rhythm melody guitar string tempo bass harmony note tune strum verse drum song
walks trail ridge boots summit valley map compass rain tent stream path forest rock camp mile
"""

TOPICS = {words[0]: words[1:] for words in map(str.split, _TOPIC_WORDS.strip().splitlines())}
"""Words by topic, for generated notes."""

Found = TypeVar("Found")


def make_home(folder: Path, config: str = TINY_CONFIG) -> Path:
    """A `NOTELINKS_HOME` with a configuration."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "config.toml").write_text(config, encoding="utf-8")
    return folder


def write_vault(folder: Path, notes: Mapping[str, str | bytes]) -> Path:
    """Writes notes by key into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for key, text in notes.items():
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


def make_notes(n_notes: int, seed: int, n_sentences: int = 6) -> dict[str, str]:
    """Text of notes by key: a folder a topic, links to one another, a tag each; the same for the same arguments."""
    rng = random.Random(seed)
    return {note_key(i): make_text(rng, i, n_notes, n_sentences) for i in range(n_notes)}


def note_key(number: int) -> str:
    topic = sorted(TOPICS)[number % len(TOPICS)]
    return f"{topic}/{topic.title()} {number}.md"


def make_text(rng: random.Random, number: int, n_notes: int, n_sentences: int = 6) -> str:
    """The text of one generated note."""
    topic = sorted(TOPICS)[number % len(TOPICS)]
    sentences = [
        " ".join(rng.choices(TOPICS[topic], k=rng.randint(4, 9))).capitalize() + "." for _ in range(n_sentences)
    ]
    target = Path(note_key(rng.randrange(max(n_notes, 1)))).stem
    return f"# About {topic}\n\n" + " ".join(sentences) + f"\n\nSee [[{target}]]. #{topic}\n"


def has_user_namespaces() -> bool:
    """Whether `on_read_only_disk` can be had."""
    return (
        shutil.which("unshare") is not None
        and not subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode
    )


def on_read_only_disk(folder: Path) -> tuple[str, ...]:
    """A prefix: the command runs while nobody can write to a folder, which is shown first."""
    script = (
        'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$PWD" && ! touch "$0/new" 2>/dev/null '
        '&& exec "$@"'
    )
    return ("unshare", "-Urm", "sh", "-c", script, os.fspath(folder))


def tells_mistake(output: str | bytes) -> bool:
    """Whether a process has met an exception that nobody has foreseen: ours told, or Python's own report."""
    text = output if isinstance(output, str) else output.decode("utf-8", "replace")
    return "Traceback" in text or "something went wrong in the program" in text


def json_lines(result: subprocess.CompletedProcess[str]) -> list[Any]:
    """What a command wrote with `--json`; fails if that is not UTF-8."""
    result.stdout.encode("utf-8", "strict")
    return [json.loads(line) for line in result.stdout.splitlines()]


def wait_until(condition: Callable[[], Found], deadline_s: float = 30.0) -> Found:
    """The first true value of `condition`.

    Raises:
        AssertionError: if there is none within the deadline.
    """
    end = time.monotonic() + deadline_s
    while not (found := condition()):
        assert time.monotonic() < end, f"not so within {deadline_s:g} s"
        time.sleep(0.05)
    return found


class Watcher:
    """`notelinks watch` as a process of its own, for the length of a `with` block."""

    def __init__(self, vault: Path, home: Path | None = None, prefix: Sequence[str] = ()) -> None:
        """
        Args:
            prefix: a command that runs the watcher, such as `unshare`; it must replace itself by it.
        """
        self.vault = vault
        self.home = home
        self.prefix = prefix

    def __enter__(self) -> "Watcher":
        self.process = subprocess.Popen(
            [*self.prefix, sys.executable, "-m", "notelinks", "watch", os.fspath(self.vault)],
            env=cli_environment(self.home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def run(self, *arguments: str) -> list[Any]:
        """What a command says about the watched vault with `--json`."""
        return json_lines(run_cli(*arguments, "--json", "--vault", self.vault, home=self.home))

    def status(self) -> dict[str, Any]:
        """What `status --json` says; empty while there is no index."""
        return next(iter(self.run("status")), {})

    def settle(self, deadline_s: float = 60.0) -> dict[str, Any]:
        """The status once the vault is watched, nothing is pending and no training goes on."""

        def settled() -> dict[str, Any]:
            now = self.status()
            is_calm = now.get("watcher") and not now["pending"] and not now["training"]
            return now if is_calm and now["generation"] else {}

        return wait_until(settled, deadline_s)

    def stop(self, number: int = signal.SIGTERM, deadline_s: float = 30.0) -> tuple[int, str]:
        """Sends a signal and waits for the end; gives the exit status and what was written to stderr."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=deadline_s)
        return self.process.returncode, errors.decode("utf-8")


@cache
def shared_readers():
    """Readers of notes for all tests, so that not each of them starts a process."""
    from notelinks.indexer.readers import NoteReaders
    from notelinks.indexer.reading import read_and_pack

    readers = NoteReaders(read_and_pack)
    atexit.register(readers.close)
    return readers


@cache
def shared_trainer():
    """A process that trains for all tests."""
    from notelinks.indexer.training_process import TrainingProcess

    trainer = TrainingProcess()
    atexit.register(trainer.stop)
    return trainer


def training_order(writer, **changed: Any):
    """An order to train on what a writer has stored, with the settings of `NOTELINKS_HOME`."""
    from notelinks.config import load_settings
    from notelinks.indexer.training_order import Order, Vectors

    values = {"settings": load_settings(), "vectors": Vectors.TRAINED, "generation": 0, "is_awaited": True}
    return Order(**{"folder": writer.folder, "languages": (), "set_aside": (), **values, **changed})


def index_vault(vault: Path, *, full: bool = False) -> None:
    """Brings the index of a vault up to date within this process, with the settings of `NOTELINKS_HOME`."""
    from notelinks.config import index_folder, load_settings
    from notelinks.indexer.report import SilentReporter
    from notelinks.indexer.service import Indexer
    from notelinks.store.lock import IndexLock

    folder = index_folder(vault)
    with IndexLock(folder):
        helpers = shared_readers(), shared_trainer()
        indexer = Indexer(vault, folder, load_settings(vault), SilentReporter(), threading.Event(), *helpers)
        try:
            indexer.run_once(full=full)
        finally:
            indexer.close()


def open_index(vault: Path):
    """A reader of the index of a vault."""
    from notelinks.config import index_folder
    from notelinks.store.reader import StoreReader

    return StoreReader(index_folder(vault))


def read_everything(vault: Path) -> dict[str, Any]:
    """All that must be equal for equal folders: the digest, and each note's lists by key, scores to the bit."""
    with open_index(vault) as reader:
        notes = sorted(reader.notes(), key=lambda note: note.key)
        return {
            "digest": reader.status(with_digest=True).index_digest,
            "related": {n.key: [(r.key, r.score.hex()) for r in reader.related(n.note_id)] for n in notes},
            "concepts": {n.key: [(c.text, c.weight) for c in reader.concepts(n.note_id)] for n in notes},
            "mentions": {n.key: [m.key for m in reader.links(n.note_id).mentions] for n in notes},
            "places": {n.key: _places(reader.links(n.note_id)) for n in notes},
        }


def _places(links: Any) -> list[tuple[Any, ...]]:
    """Where links and mentions stand and lead, without ids, which depend on the past."""
    return [
        *((link.key, link.fragment, link.line, link.target_line) for link in (*links.outgoing, *links.backlinks)),
        *((link.key, link.fragment) for link in links.canvases),
        *((link.target, link.n_notes) for link in links.unresolved),
        *((mention.key, mention.line, mention.sentence) for mention in (*links.mentions, *links.mentioned_in)),
    ]
