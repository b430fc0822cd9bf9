"""The tables of the scale benchmark say what the figures say; memory and seconds are those of all processes."""

import sys

import pytest

from tests.benchmarks.measuring import run_measured
from tests.benchmarks.report import write_section
from tests.benchmarks.scale_report import write_tables

_BLOCK = "b = bytearray(60_000_000)\nfor i in range(0, len(b), 4096): b[i] = 1\n"
_FAMILY = (
    "import subprocess, sys, time\n"
    f"child = subprocess.Popen([sys.executable, '-c', {_BLOCK + 'import time; time.sleep(1.5)'!r}])\n"
    f"{_BLOCK}child.wait()\nprint('done')\n"
)

_OURS = {"index_s": 10.0, "list_s": 0.2, "first_list_s": 3.0, "save_s": 0.4, "disk_bytes": 500}


def test_memory_of_a_child_counts():
    cost = run_measured([sys.executable, "-c", _FAMILY], limit_s=60)

    assert cost.output == "done\n"
    assert 120 < cost.peak_mb < 200
    assert cost.wall_s > 1.5 > cost.cpu_s > 0
    assert not cost.is_over_limit


def test_command_over_the_limit_is_ended():
    cost = run_measured([sys.executable, "-c", "import time; time.sleep(60)"], limit_s=0.5)

    assert cost.is_over_limit
    assert cost.wall_s < 30


def test_command_that_fails_ends_the_benchmark():
    with pytest.raises(SystemExit, match="what went wrong"):
        run_measured([sys.executable, "-c", "raise SystemExit('what went wrong')"], limit_s=30)


def test_tables_compare_with_ours_and_judge_goals():
    rivals = {"gensim": {"index_s": 25.0, "list_s": None}, "findlike": {"list_s": 2.0}}
    sizes = {
        "10000": {"n_bytes": 1000, "ours": _OURS, "rivals": rivals},
        "1000": {"n_bytes": 1000, "ours": {**_OURS, "index_s": 1.0, "disk_bytes": 2500}, "rivals": {}},
    }
    text = "\n".join(write_tables(sizes, limit_s=90))

    assert "| 10,000 | 0.0 | gensim | 25.0 | **2.5** | > 90 |" in text
    assert "| from 1,000 to 10,000 notes | 2.00 |" in text
    assert "| 10,000 notes: first index complete ≤ 25 s | 10.00 s | reached |" in text
    assert "| 10,000 notes: save until shown, after the debounce ≤ 0.15 s | 0.10 s | reached |" in text
    assert "| from 1,000 to 10,000 notes: time ≤ 11 × | 10.0 × | reached |" in text
    assert "| all lists before gensim's at every size |  | reached |" in text
    assert (
        "| first lists, with no index yet, before findlike's one at every size | not at 10,000 | **not reached** |"
        in text
    )
    assert "| index on disk, × the notes | 2.50 | 0.50 |" in text


def test_a_section_is_replaced_and_the_others_stay(tmp_path):
    report = tmp_path / "report.md"
    write_section("One", ["first"], report)
    write_section("Two", ["second"], report)
    write_section("One", ["third"], report)

    assert report.read_text() == "# Benchmarks\n\n## One\n\nthird\n\n## Two\n\nsecond\n"
