"""What others take for the same vault: gensim and scikit-learn by the scripts in `rivals/`, and findlike as it comes.

They live in an environment of their own, for findlike wants older packages than notelinks does.
"""

import json
import re
import shutil
import statistics
import subprocess
import venv
from pathlib import Path

from notelinks.config import TrainingConfig
from notelinks.word2vec.train import choose_epochs
from tests.benchmarks.measuring import Cost, folder_bytes, run_measured
from tests.benchmarks.scale_ours import some_keys

_ENVIRONMENT = Path(__file__).resolve().parents[2] / ".bench-rivals"
_PACKAGES = ("findlike==2.1.1", "gensim>=4.4", "scikit-learn>=1.5")
_SCRIPTS = Path(__file__).with_name("rivals")

_N_LISTS = 3
"""Lists that are asked for, of which the median counts."""


def measure_rivals(vault: Path, folder: Path, limit_s: float) -> dict[str, dict[str, float | None]]:
    """Figures by name of each rival; None stands for one over the limit."""
    python = _make_environment()
    return {
        "gensim": _measure_script(python, "gensim_average.py", gensim_settings(vault), vault, folder / "g", limit_s),
        "scikit-learn": _measure_script(python, "sklearn_tfidf.py", {}, vault, folder / "s", limit_s),
        "findlike": _measure_findlike(vault, limit_s),
    }


def _make_environment() -> Path:
    """The Python of an environment with all rivals."""
    python = _ENVIRONMENT / "bin/python"
    if not python.exists():
        venv.create(_ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *_PACKAGES], check=True)
    return python


def gensim_settings(vault: Path) -> dict[str, float]:
    """Arguments of `gensim.models.Word2Vec`: those of our training, and as many epochs as it would choose."""
    config = TrainingConfig()
    n_words = sum(len(re.findall(r"[^\W\d_]+", path.read_text("utf-8", "replace"))) for path in vault.rglob("*.md"))
    return {
        "vector_size": config.n_dims,
        "window": config.window,
        "negative": config.negative,
        "sample": config.sample,
        "min_count": 1,
        "epochs": choose_epochs(n_words, config),
        "workers": 2,
    }


def _measure_script(
    python: Path, script: str, settings: dict, vault: Path, store: Path, limit_s: float
) -> dict[str, float | None]:
    command = [python, _SCRIPTS / script]
    index = run_measured([*command, "index", vault, store, json.dumps(settings)], limit_s)
    if index.is_over_limit:
        shutil.rmtree(store, ignore_errors=True)
        return {"index_s": None, "list_s": None}
    lists = [run_measured([*command, "related", vault, store, key], limit_s) for key in some_keys(vault, _N_LISTS)]
    return {
        "index_s": index.wall_s,
        "index_cpu_s": index.cpu_s,
        "peak_mb": index.peak_mb,
        "disk_bytes": folder_bytes(store),
        **_list_figures(lists),
    }


def _measure_findlike(vault: Path, limit_s: float) -> dict[str, float | None]:
    """It stores nothing: each list costs as much as the first."""
    command = [_ENVIRONMENT / "bin/findlike", "-R", "-h", "-d", vault]
    first = run_measured([*command, vault / some_keys(vault, 1)[0]], limit_s)
    return {"list_s": None} if first.is_over_limit else {"disk_bytes": 0, **_list_figures([first])}


def _list_figures(costs: list[Cost]) -> dict[str, float]:
    assert all(cost.output.strip() for cost in costs), "no list was printed"
    median = statistics.median
    return {"list_s": median(cost.wall_s for cost in costs), "list_mb": median(cost.peak_mb for cost in costs)}
