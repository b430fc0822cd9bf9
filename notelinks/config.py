"""Settings and places: every default, the configuration file, and where an index lives.

Reads `config.toml`; writes nothing. Knows no vault's contents.
"""

import dataclasses
import hashlib
import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notelinks.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """Hyperparameters of the CBOW training; names as in Mikolov et al. 2013 (arXiv:1310.4546) and word2vec.c."""

    n_dims: int = 256
    """Length of a word vector; a multiple of 16."""
    window: int = 5
    """Words to the left and to the right that form the near context."""
    note_share: float = 0.7
    """Weight of the mean of the whole note in the context; the rest is the window's."""
    negative: int = 5
    """Noise words for each target."""
    sample: float = 1e-4
    """Subsampling threshold for frequent words, as a share of all words; 0 keeps all."""
    learning_rate: float = 0.2
    """At the start, if there are `max_epochs` epochs; with fewer it is larger in proportion. Falls linearly to zero."""
    target_budget: int = 12_000_000
    """Epochs are chosen so that about this many words are seen."""
    min_epochs: int = 3
    """Whatever the budget says."""
    max_epochs: int = 30
    """Whatever the budget says. More make the vectors of a small vault fit its accidents."""
    noise_power: float = 0.75
    """Exponent of a word's count in the noise distribution; 0 draws all words alike."""
    sums_gradient: bool = False
    """Give each context word the whole error vector, as word2vec.c does, instead of dividing it by their number."""
    normal_init: bool = False
    """Start input rows as word2vec.c does, short and normally distributed, instead of at unit length."""
    seed: int = 1
    """Same notes, settings and seed give the same vectors to the bit."""
    n_threads: int = 0
    """Threads that train; 0 is one a processor. The vectors do not depend on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingConfig:
    """How word vectors become note vectors and lists."""

    learned_share: float = 0.1
    """Weight of the learned part in the cosine of two notes; the rest is the private axes'. See docs/ranking.md."""
    title_weight: float = 0.3
    """Length of the title's vector beside that of the text, which has length 1. See docs/ranking.md."""
    n_neighbours: int = 50
    """Related notes kept for a note."""
    n_concepts: int = 30
    """Concepts kept for a note."""
    source_only: tuple[str, ...] = field(default=(), repr=False)
    """Folders of the vault whose notes are never results, though they can be asked about. Applied when lists are shown:
    not in the representation, which decides whether an index must be made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexerConfig:
    """When the indexer looks and how long it waits."""

    quiet_s: float = 0.3
    """Calm after the last event before the vault is looked at."""
    max_wait_s: float = 3.0
    """Longest wait while events keep coming."""
    sweep_s: float = 300.0
    """A full look at the vault at least this often, events or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a user may set."""

    training: TrainingConfig = field(default_factory=TrainingConfig)
    ranking: RankingConfig = field(default_factory=RankingConfig)
    indexer: IndexerConfig = field(default_factory=IndexerConfig)


BOUNDS: dict[str, tuple[float, float]] = {
    "n_dims": (16, 1024),
    "window": (1, 50),
    "note_share": (0.0, 1.0),
    "negative": (1, 20),
    "sample": (0.0, 1.0),
    "learning_rate": (1e-4, 1.0),
    "target_budget": (1, 10**12),
    "min_epochs": (1, 10_000),
    "max_epochs": (1, 10_000),
    "noise_power": (0.0, 1.0),
    "seed": (0, 2**63 - 1),
    "n_threads": (0, 256),
    "learned_share": (0.0, 1.0),
    "title_weight": (0.0, 10.0),
    "n_neighbours": (1, 1000),
    "n_concepts": (1, 1000),
    "quiet_s": (0.01, 60.0),
    "max_wait_s": (0.01, 600.0),
    "sweep_s": (1.0, 86_400.0),
}
"""(least, greatest) value of every numeric setting."""


def home_folder() -> Path:
    """Where all indexes live: `NOTELINKS_HOME`, else the user's data directory."""
    if home := os.environ.get("NOTELINKS_HOME"):
        return Path(home).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("notelinks", appauthor=False)


def usable_processors() -> int:
    """Processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def kernel_cache_folder() -> Path:
    """Where compiled machine code is kept; it holds nothing of any note."""
    from platformdirs import user_cache_path

    return user_cache_path("notelinks", appauthor=False) / "numba"


def config_file() -> Path:
    """The user's `config.toml`, which need not exist."""
    if os.environ.get("NOTELINKS_HOME"):
        return home_folder() / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("notelinks", appauthor=False) / "config.toml"


def index_folder(vault: Path) -> Path:
    """The folder of one vault's index: a readable name and a hash of the vault's real path."""
    real = os.path.realpath(vault)
    digest = hashlib.sha256(os.fsencode(real)).hexdigest()[:12]
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", os.path.basename(real)).strip("-.")[:40] or "vault"
    return home_folder() / "vaults" / f"{name}-{digest}"


def load_settings(path: Path | None = None) -> Settings:
    """The settings of `config.toml` over the defaults.

    Raises:
        ConfigError: if the file cannot be read or names a setting or a value that does not exist.
    """
    path = path or config_file()
    try:
        with open(path, "rb") as file:
            tables = tomllib.load(file)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}). Correct or remove it.") from error
    parts = {f.name: f.default_factory for f in dataclasses.fields(Settings)}
    for name in tables:
        if name not in parts:
            raise ConfigError(f"{path}: unknown table [{name}]; there are: {', '.join(parts)}.")
    return Settings(**{name: _read_table(path, name, kind, tables.get(name)) for name, kind in parts.items()})


def _read_table(path: Path, name: str, kind: Any, table: Any) -> Any:
    if table is None:
        return kind()
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: {name} must be a table: [{name}].")
    types = {f.name: f.type for f in dataclasses.fields(kind)}
    values = dict(table)
    for key, value in table.items():
        where = f"{path}: [{name}] {key}"
        if key not in types:
            raise ConfigError(f"{where} is no setting; there are: {', '.join(types)}.")
        wanted = types[key]
        if wanted == tuple[str, ...]:
            values[key] = _read_folders(where, value)
            continue
        if wanted is bool:
            if not isinstance(value, bool):
                raise ConfigError(f"{where} = {value!r} must be true or false.")
            continue
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or (wanted is int and not isinstance(value, int)):
            raise ConfigError(f"{where} = {value!r} must be {'a whole number' if wanted is int else 'a number'}.")
        least, greatest = BOUNDS[key]
        if not least <= value <= greatest:
            raise ConfigError(f"{where} = {value} must lie between {least} and {greatest}.")
        if key == "n_dims" and value % 16:
            raise ConfigError(f"{where} = {value} must be a multiple of 16.")
    return kind(**values)


def _read_folders(where: str, value: Any) -> tuple[str, ...]:
    """Folders relative to a vault, without the slash at their end."""
    if not isinstance(value, list) or not all(isinstance(folder, str) for folder in value):
        raise ConfigError(f'{where} = {value!r} must be a list of folders, such as ["Templates", "Daily"].')
    for folder in value:
        parts = folder.rstrip("/").split("/")
        if not {"", ".", ".."}.isdisjoint(parts):
            raise ConfigError(
                f'{where}: {folder!r} must be a folder within the vault, such as "Daily" or "Notes/Daily".'
            )
    return tuple(folder.rstrip("/") for folder in value)
