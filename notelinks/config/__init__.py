"""Settings and places: every default, the configuration file, and where an index lives.

Reads `config.toml`; writes nothing. Knows no vault's contents.
"""

from notelinks.config.places import config_file, home_folder, index_folder, kernel_cache_folder, short_path
from notelinks.config.reading import load_settings
from notelinks.config.settings import (
    BOUNDS,
    IndexerConfig,
    NotesConfig,
    RankingConfig,
    Settings,
    TrainingConfig,
    usable_processors,
)

__all__ = [
    "BOUNDS",
    "IndexerConfig",
    "NotesConfig",
    "RankingConfig",
    "Settings",
    "TrainingConfig",
    "config_file",
    "home_folder",
    "index_folder",
    "kernel_cache_folder",
    "load_settings",
    "short_path",
    "usable_processors",
]
