"""What `status` tells of the rules of a vault: what they exclude and set aside, and which settings they come from."""

from collections import Counter
from typing import Any

from notelinks.cli.output import json_key, print_text
from notelinks.notes.vault_rules import VaultRules
from notelinks.query.excluded import rule_origin, set_aside_folders
from notelinks.records import Snapshot

_HIDDEN = "; hidden files and folders, whose name begins with a dot, are never read"

_SHOWN_RULES = 20
"""Rules listed in text; `--json` lists every note."""


def excluded_objects(rules: VaultRules, snapshot: Snapshot, source_only: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every excluded note and every folder that is kept out of lists, each with the reason."""
    notes = [{"note": json_key(key), "reason": rule_origin(rules, rule)} for key, rule in snapshot.excluded.items()]
    folders = [{"folder": name, "reason": reason} for name, reason in set_aside_folders(rules, source_only)]
    return notes + folders


def settings_object(rules: VaultRules) -> dict[str, Any]:
    """The settings of the vault that are followed, and what could not be understood of them."""
    settings = rules.settings
    return {
        "config_folder": settings.config_folder,
        "new_links": str(settings.link_format),
        "markdown_links": settings.uses_markdown_links,
        "attachments": settings.attachments_folder,
        "templates": settings.templates_folder,
        "daily": settings.daily_folder,
        "daily_format": settings.daily_format,
        "problems": list(rules.problems),
    }


def print_rules(rules: VaultRules, snapshot: Snapshot, source_only: tuple[str, ...]) -> None:
    """A line on the settings, a line a rule with the number of notes it excludes, a line a folder."""
    print_text(f"{'settings':11}", _describe_settings(rules))
    for problem in rules.problems:
        print_text("  not followed: ", problem)
    n_notes, folders = Counter(snapshot.excluded.values()), set_aside_folders(rules, source_only)
    print_text(
        f"{'excluded':11}", (f"{n_notes.total():,} note{'s' * (n_notes.total() != 1)}" if n_notes else "none") + _HIDDEN
    )
    for rule, n in n_notes.most_common(_SHOWN_RULES):
        print_text("  ", f"{n:,} by ", rule_origin(rules, rule))
    if len(n_notes) > _SHOWN_RULES:
        print_text(f"  … and by {len(n_notes) - _SHOWN_RULES:,} more rules; --json lists all notes")
    for name, reason in folders:
        print_text("  ", name, "/: ", reason)


def _describe_settings(rules: VaultRules) -> str:
    settings = rules.settings
    path = "path" if settings.links_root is None else "/path"
    links = f"new links {settings.link_format}, " + (
        f"[text]({path})" if settings.uses_markdown_links else f"[[{path}]]"
    )
    if not settings.config_folder:
        return f"a plain folder, without settings of Obsidian; {links}"
    places = {
        "attachments": settings.attachments_folder,
        "templates": settings.templates_folder,
        "daily notes": settings.daily_folder,
    }
    parts = [links, *(f"{what} in {folder}" for what, folder in places.items() if folder)]
    return f"{settings.config_folder}: {'; '.join(parts)}"
