"""`status`: what is indexed, what is not and why, and what the indexer is doing."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from notelinks.cli import exits
from notelinks.cli.excluded import excluded_objects, print_rules, settings_object
from notelinks.cli.output import json_key, print_json, print_text
from notelinks.cli.vaults import choose_vault, named_vault, warn_of_network_disk
from notelinks.config import config_file, index_folder, load_settings
from notelinks.display import safe_text
from notelinks.linking.habits import follow_habits
from notelinks.notes.scan import diff_snapshot, scan_vault
from notelinks.notes.vault_rules import read_vault_rules
from notelinks.query.status_facts import describe_skipped, is_folder, status_facts
from notelinks.records import IndexStatus, SkippedFile, Snapshot
from notelinks.records.files import KEPT
from notelinks.store.lock import is_indexer_running
from notelinks.store.reader import StoreReader
from notelinks.store.stop_words import read_stop_words

_SHOWN_SKIPPED = 20
"""Lines on skipped files in text; `--json` lists all."""


def status(arguments: argparse.Namespace) -> int:
    """What the index says about itself, and how far the notes have moved on since."""
    vault = choose_vault(named_vault(arguments))
    folder = index_folder(vault)
    with StoreReader(folder) as reader:
        is_running = is_indexer_running(folder)
        found = reader.status(with_digest=arguments.json)
        settings = load_settings(vault)
        rules = read_vault_rules(vault, settings.notes)
        snapshot = scan_vault(vault, rules.exclusions)
        rules = replace(rules, settings=follow_habits(rules.settings, snapshot.notes, reader.written_links()))
        n_changed, is_away = _count_changed(snapshot, reader), "" in snapshot.unseen_folders
    found = found._replace(
        pending=max(found.pending, n_changed),
        activity=found.activity if is_running else "idle",
        watcher=found.watcher if is_running else "",
        problem=found.problem or (f"{safe_text(str(vault))} cannot be seen at present." if is_away else ""),
    )
    what = (rules, snapshot, settings.ranking.source_only)
    if arguments.json:
        about = {"excluded": excluded_objects(*what), "settings": settings_object(rules)}
        print_json(_to_object(found, vault) | about)
    else:
        hidden = read_stop_words(folder)
        for name, sentence in status_facts(found, vault, folder, is_watched=is_running, hidden_words=hidden):
            print_text(f"{name:11}", sentence)
        warn_of_network_disk(folder)
        print_rules(*what)
        _print_skipped(found.skipped)
    return exits.VAULT_AWAY if is_away else exits.FOUND


def _count_changed(snapshot: Snapshot, reader: StoreReader) -> int:
    """How many notes of the vault differ from what is stored, but for those that could not be read."""
    unreadable = {file.key for file in reader.skipped()}
    changes = diff_snapshot(snapshot, reader.signatures())
    changed = {*changes.added, *changes.modified, *changes.removed}
    is_read_again = {key for key in changes.modified if key in unreadable and reader.signatures()[key].mtime_ns < 0}
    return len(changed - is_read_again - (unreadable & {*changes.added}))


def _to_object(found: IndexStatus, vault: Path) -> dict[str, Any]:
    training = found.training if found.activity == "training" else None
    return {
        "vault": json_key(str(vault)),
        "config": json_key(str(config_file())),
        "notes": found.n_notes,
        "words": found.n_words,
        "links": found.n_links,
        "generation": found.generation,
        "revision": found.revision,
        "pending": found.pending,
        "training": found.activity in ("training", "publishing"),
        "activity": found.activity,
        "progress": training._asdict() if training else None,
        "watcher": found.watcher,
        "watcher_reason": found.watcher_reason if found.watcher else "",
        "last_scan": found.last_scan_s,
        "trained": found.trained_s,
        "problem": found.problem,
        "skipped": [
            {"note": json_key(file.key), "reason": file.reason, "indexed": file.is_indexed} for file in found.skipped
        ],
        "corpus_digest": found.corpus_digest,
        "index_digest": found.index_digest,
        "shares": {name: round(value, 4) for name, value in found.shares.items()} or None,
    }


def _print_skipped(files: Sequence[SkippedFile]) -> None:
    print_text(f"{'skipped':11}", describe_skipped(files))
    lines = list(_skipped_lines(files))
    for name, reason in lines[:_SHOWN_SKIPPED]:
        print_text("  ", name, ": ", reason)
    if len(lines) > _SHOWN_SKIPPED:
        print_text(f"  … and {len(lines) - _SHOWN_SKIPPED:,} more; --json lists all")


def _skipped_lines(files: Sequence[SkippedFile]) -> Iterator[tuple[str, str]]:
    """(name, reason) of each; a folder stands for the notes in it that are kept."""
    folders = {f"{file.key}/" for file in files if is_folder(file)}
    kept = {file: next(filter(file.key.startswith, folders), "") for file in files if file.reason == KEPT}
    n_kept = Counter(kept.values())
    for file in files:
        if is_folder(file):
            yield f"{file.key}/", file.reason + _tell_kept(n_kept[f"{file.key}/"])
        elif not kept.get(file):
            yield file.key, file.reason


def _tell_kept(n_notes: int) -> str:
    if n_notes < 2:
        return "; 1 note in it is kept as it was indexed" if n_notes else ""
    return f"; {n_notes:,} notes in it are kept as they were indexed"
