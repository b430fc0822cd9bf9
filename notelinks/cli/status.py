"""`status`: what is indexed, what is not and why, and what the indexer is doing."""

import argparse
import dataclasses
import time
from pathlib import Path
from typing import Any

from notelinks.cli import exits
from notelinks.cli.output import json_key, print_json, print_text
from notelinks.cli.vaults import choose_vault
from notelinks.config import index_folder
from notelinks.display import safe_text
from notelinks.notes.scan import diff_snapshot, scan_vault
from notelinks.records import IndexStatus
from notelinks.store.lock import is_indexer_running
from notelinks.store.reader import StoreReader

_SHOWN_SKIPPED = 20
"""Skipped files listed in text; `--json` lists all."""


def status(arguments: argparse.Namespace) -> int:
    """What the index says about itself, and how far the notes have moved on since."""
    vault = choose_vault(arguments.vault or arguments.vault_position)
    folder = index_folder(vault)
    with StoreReader(folder) as reader:
        is_running = is_indexer_running(folder)
        found = reader.status(with_digest=arguments.json)
        n_changed, is_away = _count_changed(vault, reader)
    found = dataclasses.replace(
        found,
        pending=max(found.pending, n_changed),
        activity=found.activity if is_running else "idle",
        watcher=found.watcher if is_running else "",
        problem=found.problem or (f"{safe_text(str(vault))} cannot be seen at present." if is_away else ""),
    )
    if arguments.json:
        print_json(_to_object(found, vault))
    else:
        _print(found, vault, folder)
    return exits.VAULT_AWAY if is_away else exits.FOUND


def _count_changed(vault: Path, reader: StoreReader) -> tuple[int, bool]:
    """How many notes differ from what is stored, by a look at the vault; and whether it cannot be seen."""
    snapshot = scan_vault(vault)
    unreadable = {file.key for file in reader.skipped()}
    changes = diff_snapshot(snapshot, reader.signatures())
    changed = {*changes.added, *changes.modified, *changes.removed}
    is_read_again = {key for key in changes.modified if key in unreadable and reader.signatures()[key].mtime_ns < 0}
    return len(changed - is_read_again), "" in snapshot.unseen_folders


def _to_object(found: IndexStatus, vault: Path) -> dict[str, Any]:
    training = found.training if found.activity == "training" else None
    return {
        "vault": json_key(str(vault)),
        "notes": found.n_notes,
        "words": found.n_words,
        "links": found.n_links,
        "generation": found.generation,
        "revision": found.revision,
        "pending": found.pending,
        "training": found.activity in ("training", "publishing"),
        "activity": found.activity,
        "progress": dataclasses.asdict(training) if training else None,
        "watcher": found.watcher,
        "watcher_reason": found.watcher_reason if found.watcher else "",
        "last_scan": found.last_scan_s,
        "trained": found.trained_s,
        "problem": found.problem,
        "skipped": [{"note": json_key(file.key), "reason": file.reason} for file in found.skipped],
        "corpus_digest": found.corpus_digest,
        "index_digest": found.index_digest,
        "shares": {name: round(value, 4) for name, value in found.shares.items()} or None,
    }


def _print(found: IndexStatus, vault: Path, folder: Path) -> None:
    watcher = {"events": "watching", "polling": "looking at intervals"}.get(found.watcher, "nobody is watching")
    if found.watcher and found.watcher_reason:
        watcher += f" ({found.watcher_reason})"
    rows = [
        ("folder", str(vault)),
        ("index", str(folder)),
        ("notes", f"{found.n_notes:,} with {found.n_words:,} words and {found.n_links:,} links"),
        ("generation", f"{found.generation}, trained {_when(found.trained_s)}" if found.generation else "none yet"),
        ("ranking", _describe_shares(found.shares) if found.shares else ""),
        ("corpus", found.corpus_digest[:12] or "none yet"),
        ("indexer", watcher if found.activity == "idle" else f"{watcher}, {found.activity}"),
        ("last look", _when(found.last_scan_s)),
        ("pending", f"{found.pending:,} changed notes" if found.pending else "nothing, the index is current"),
        ("problem", found.problem),
        ("skipped", f"{len(found.skipped):,} files" if found.skipped else "none"),
    ]
    for name, value in rows:
        if value:
            print_text(f"{name:11}", value)
    for file in found.skipped[:_SHOWN_SKIPPED]:
        print_text("  ", file.key, ": ", file.reason)
    if len(found.skipped) > _SHOWN_SKIPPED:
        print_text(f"  … and {len(found.skipped) - _SHOWN_SKIPPED:,} more; --json lists all")


def _describe_shares(shares: dict[str, float]) -> str:
    parts = [f"{value:.0%} {name.replace('_', ' ')}" for name, value in shares.items() if not name.startswith("n_")]
    n_queries = int(shares["n_link_queries"])
    return ", ".join(parts) + (f" (tried on {n_queries:,} notes with hidden links)" if n_queries else "")


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds)) if seconds else "never"
