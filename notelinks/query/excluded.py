"""What the rules of a vault keep out of its index or out of its lists, and which setting says so."""

from pathlib import Path

from notelinks.config import load_settings
from notelinks.notes.scan import scan_vault
from notelinks.notes.vault_rules import VaultRules, read_vault_rules
from notelinks.records import SkippedFile


def excluded_notes(vault: Path) -> list[SkippedFile]:
    """Every excluded note with the rule that excludes it, in order of key, by a look at the vault.

    Raises:
        ConfigError: if the settings cannot be used.
    """
    rules = read_vault_rules(vault, load_settings(vault).notes)
    excluded = scan_vault(vault, rules.exclusions).excluded
    return [SkippedFile(key, rule_origin(rules, rule)) for key, rule in excluded.items()]


def why_excluded(vault: Path, key: str) -> str:
    """The rule that excludes a note, after the place where it stands; empty if none does.

    Raises:
        ConfigError: if the settings cannot be used.
    """
    rules = read_vault_rules(vault, load_settings(vault).notes)
    found = rules.exclusions.find([key])
    return rule_origin(rules, found[key]) if found else ""


def rule_origin(rules: VaultRules, rule: str) -> str:
    """A rule that excludes notes, after the place where it stands."""
    is_own = rule not in rules.settings.ignore_filters or not rules.config.obsidian_excludes
    return f"{'exclude in config.toml' if is_own else 'Excluded files in Obsidian'}: {rule}"


def set_aside_folders(rules: VaultRules, source_only: tuple[str, ...]) -> list[tuple[str, str]]:
    """(folder, why) of all whose notes are kept out of some lists."""
    templates = rules.template_folders
    daily = [folder for folder in rules.set_aside if folder not in templates]
    return [
        *((folder, "source_only in config.toml: never a result") for folder in source_only),
        *((folder, "templates: never a result, no evidence for concepts") for folder in templates),
        *((folder, "daily notes: not suggested, no evidence for concepts") for folder in daily),
    ]
