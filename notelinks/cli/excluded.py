"""What `status` tells of the rules of a vault: what they exclude and set aside, and which settings they come from."""

from collections import Counter
from typing import Any

from notelinks.cli.output import json_key, print_text
from notelinks.notes.vault_rules import VaultRules
from notelinks.records import Snapshot

_SHOWN_RULES = 20
"""Rules listed in text; `--json` lists every note."""


def excluded_objects(rules: VaultRules, snapshot: Snapshot, source_only: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every excluded note and every folder that is kept out of lists, each with the reason."""
    notes = [{"note": json_key(key), "reason": _origin(rules, rule)} for key, rule in snapshot.excluded.items()]
    folders = [{"folder": name, "reason": reason} for name, reason in _folders(rules, source_only)]
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
    n_notes, folders = Counter(snapshot.excluded.values()), _folders(rules, source_only)
    print_text(f"{'excluded':11}", f"{n_notes.total():,} notes" if n_notes else "none")
    for rule, n in n_notes.most_common(_SHOWN_RULES):
        print_text("  ", f"{n:,} by ", _origin(rules, rule))
    if len(n_notes) > _SHOWN_RULES:
        print_text(f"  … and by {len(n_notes) - _SHOWN_RULES:,} more rules; --json lists all notes")
    for name, reason in folders:
        print_text("  ", name, "/: ", reason)


def _origin(rules: VaultRules, rule: str) -> str:
    is_own = rule not in rules.settings.ignore_filters or not rules.config.obsidian_excludes
    return f"{'exclude in config.toml' if is_own else 'Excluded files in Obsidian'}: {rule}"


def _folders(rules: VaultRules, source_only: tuple[str, ...]) -> list[tuple[str, str]]:
    templates = rules.template_folders
    daily = [folder for folder in rules.set_aside if folder not in templates]
    return [
        *((folder, "source_only in config.toml: never a result") for folder in source_only),
        *((folder, "templates: never a result, no evidence for concepts") for folder in templates),
        *((folder, "daily notes: not suggested, no evidence for concepts") for folder in daily),
    ]


def _describe_settings(rules: VaultRules) -> str:
    settings = rules.settings
    if not settings.config_folder:
        return "a plain folder, without settings of Obsidian"
    links = f"new links {settings.link_format}, " + ("[text](path)" if settings.uses_markdown_links else "[[path]]")
    places = {
        "attachments": settings.attachments_folder,
        "templates": settings.templates_folder,
        "daily notes": settings.daily_folder,
    }
    parts = [links, *(f"{what} in {folder}" for what, folder in places.items() if folder)]
    return f"{settings.config_folder}: {'; '.join(parts)}"
