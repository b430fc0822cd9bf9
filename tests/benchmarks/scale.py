"""What notelinks takes from 100 to 100,000 notes, beside gensim, scikit-learn and findlike, in one run.

usage: .venv/bin/python tests/benchmarks/scale.py [--notes N,N,…] [--like COLLECTION…] [--limit-s S] [--only-ours]

Makes a vault of each size (`vault_maker.py`), measures everything on it one after the other, and writes the section
on scale of docs/benchmarks.md. Raw figures go to `figures/scale.json`, those of other sizes stay there: a size may be
measured alone, and `--tables` writes the tables again without measuring. Wants a machine with nothing else to do.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from notelinks.config import IndexerConfig
from tests.benchmarks.measuring import folder_bytes
from tests.benchmarks.report import write_section
from tests.benchmarks.scale_ours import measure_ours
from tests.benchmarks.scale_report import write_tables
from tests.benchmarks.scale_rivals import measure_rivals
from tests.benchmarks.vault_maker import make_vault

FIGURES = Path(__file__).with_name("figures") / "scale.json"

_COLD_NOTES = 1_000
"""The first index with nothing compiled is measured at the smallest size, if that is no larger: what compiling adds is
the same for all."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", default="100,1000,10000,40000", metavar="N,N,…", help="sizes of vaults")
    parser.add_argument("--like", nargs="+", type=Path, default=[], metavar="COLLECTION", help="repeat real notes")
    parser.add_argument("--limit-s", type=float, default=1800.0, metavar="S", help="no command may take longer")
    parser.add_argument("--only-ours", action="store_true", help="keep the rivals' figures of an earlier run")
    parser.add_argument("--tables", action="store_true", help="measure nothing, write the tables from the raw figures")
    arguments = parser.parse_args()
    record = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {"sizes": {}}
    if not arguments.tables:
        record |= {"limit_s": arguments.limit_s, "machine": describe_machine(), "is_real_text": bool(arguments.like)}
        sizes = sorted(map(int, arguments.notes.split(",")))
        for n_notes in sizes:
            earlier = record["sizes"].get(str(n_notes), {}).get("rivals", {}) if arguments.only_ours else None
            record["sizes"][str(n_notes)] = measure(
                n_notes, arguments, earlier, is_cold=n_notes == sizes[0] <= _COLD_NOTES
            )
            FIGURES.parent.mkdir(exist_ok=True)
            FIGURES.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    write_section("From a hundred notes to tens of thousands", write_lines(record))


def measure(n_notes: int, arguments: argparse.Namespace, rivals: dict | None, *, is_cold: bool) -> dict:
    """All figures of one size; those of the rivals are given, or None if they are to be measured."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        vault = make_vault(folder / "vault", n_notes, seed=1, like=arguments.like)
        n_bytes = folder_bytes(vault)
        if rivals is None:
            rivals = measure_rivals(vault, folder, arguments.limit_s)
        print(json.dumps({"notes": n_notes, **rivals}), file=sys.stderr, flush=True)
        ours = measure_ours(vault, folder, arguments.limit_s, is_cold=is_cold)
        print(json.dumps({"notes": n_notes, "ours": ours}), file=sys.stderr, flush=True)
    return {"n_bytes": n_bytes, "ours": ours, "rivals": rivals}


def describe_machine() -> str:
    """Processors and memory."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} processors ({platform.machine()}), {gigabytes:.0f} GB, Python {platform.python_version()}"


def write_lines(record: dict) -> list[str]:
    """The section: what was measured and how, and the tables."""
    text = "real notes, repeated with renamed words" if record["is_real_text"] else "generated notes"
    return [
        f"Written by `.venv/bin/python tests/benchmarks/scale.py` on {record['machine']}; {text} "
        "(`tests/benchmarks/vault_maker.py`), 4 kB on the average.",
        "",
        "Each row is a process and all that it starts, from its start to its end. *All lists*: reads the notes, "
        "computes and stores the nearest 50 of each. *One list*: a new process prints those of one note, from what is "
        "stored. **gensim**: CBOW word2vec with our dimensions, window, noise words and epochs, a note as the mean of "
        "its words, cosines of all pairs; **scikit-learn**: tf-idf, cosines of all pairs; both store lists and vectors "
        "of notes, nothing else. **findlike** stores nothing, each of its lists begins with the notes. Memory: "
        "proportional set sizes of all processes, looked at four times a second. Disk: after some trainings. "
        "Our compiled code is in its cache unless said. What takes longer than "
        f"{record['limit_s']:g} s is ended.",
        "",
        f"*A save*: from when a note is replaced, {IndexerConfig().quiet_s:g} s of debounce included; median "
        "of ten, a few seconds apart, while the indexer trains on the earlier ones (`training_share = 1`, so no rest "
        "comes between).",
        "",
        *write_tables(record["sizes"], record["limit_s"]),
    ]


if __name__ == "__main__":
    main()
