"""What holds in one vault: Obsidian's settings of it and the user's own, put together.

In: the vault's folder and the user's settings for it. Out: which notes are excluded, set aside, or never results.
"""

from dataclasses import dataclass
from pathlib import Path

from notelinks.config import NotesConfig
from notelinks.notes.excluded import Exclusions
from notelinks.notes.vault_settings import read_vault_settings
from notelinks.records import VaultSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultRules:
    """The rules of one vault at one moment."""

    settings: VaultSettings
    config: NotesConfig
    exclusions: Exclusions

    @property
    def template_folders(self) -> tuple[str, ...]:
        """Folders whose notes are patterns for others: never evidence for a concept, never results."""
        folder = self.settings.templates_folder
        return () if self.config.templates_as_notes or not folder else (folder,)

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Folders whose notes are no evidence for the concepts of others and are not suggested: templates, daily notes.

        Daily notes that lie in the vault's root are among all others and cannot be set aside by folder.
        """
        folder = self.settings.daily_folder
        return self.template_folders + (() if self.config.daily_as_notes or not folder else (folder,))

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be understood, a sentence each."""
        return self.settings.problems + self.exclusions.problems


def read_vault_rules(vault: Path, config: NotesConfig, known: VaultRules | None = None) -> VaultRules:
    """The rules that hold in a vault.

    Args:
        known: what this gave before; it is given again if nothing has changed, with all that it remembers.
    """
    settings = read_vault_settings(vault)
    if known is not None and (known.settings, known.config) == (settings, config):
        return known
    of_obsidian = settings.ignore_filters if config.obsidian_excludes else ()
    return VaultRules(settings=settings, config=config, exclusions=Exclusions((*of_obsidian, *config.exclude)))
