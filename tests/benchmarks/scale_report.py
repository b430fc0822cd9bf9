"""Tables from the figures of `scale.py`: beside others, by size, growth, goals."""

import math
from itertools import pairwise
from typing import Any

from notelinks.config import IndexerConfig

Figures = dict[str, Any]
"""By number of notes: `n_bytes` of the vault, `ours` and `rivals` with figures by name; see `scale_ours`."""

_OURS = {
    "first_list_s": "first lists in the index, s",
    "index_s": "first index complete, s",
    "cold_index_s": "the same, nothing compiled yet, s",
    "index_cpu_s": "processor time of that, s",
    "second_start_s": "`index` again, nothing changed, s",
    "list_s": "one note's list, s",
    "save_s": "a save until lists show it, s",
    "settle_s": "a save until trained anew and settled, s",
    "peak_mb": "`index`: memory, largest, MB",
    "watch_peak_mb": "`watch`: memory, largest, MB",
    "rest_mb": "`watch`: memory at rest, MB",
    "screen_mb": "screen: memory at rest, MB",
    "disk_ratio": "index on disk, × the notes",
}


def write_tables(sizes: dict[str, Figures], limit_s: float) -> list[str]:
    """All tables as lines of Markdown."""
    rows = [_with_ratio(int(n_notes), size) for n_notes, size in sorted(sizes.items(), key=lambda item: int(item[0]))]
    return [
        *_beside_others(rows, limit_s),
        "",
        *_by_size(rows, limit_s),
        "",
        *_growth(rows),
        "",
        *_goals(rows),
    ]


def _with_ratio(n_notes: int, size: Figures) -> Figures:
    tools = {"notelinks": size["ours"], **size["rivals"]}
    for figures in tools.values():
        if (disk := figures.get("disk_bytes")) is not None:
            figures["disk_ratio"] = disk / size["n_bytes"]
    return {"n_notes": n_notes, "mb": size["n_bytes"] / 1e6, "tools": tools}


def _beside_others(rows: list[Figures], limit_s: float) -> list[str]:
    lines = [
        "| notes | MB | | all lists, s | × ours | one list, s | × ours | processors, s | peak MB | MB for a list "
        "| disk, × notes |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        ours = row["tools"]["notelinks"]
        for name, figures in row["tools"].items():
            cells = [
                _cell(figures, "index_s", limit_s),
                _ratio(figures, ours, "index_s"),
                _cell(figures, "list_s", limit_s),
                _ratio(figures, ours, "list_s"),
                *(_cell(figures, key, limit_s) for key in ("index_cpu_s", "peak_mb", "list_mb", "disk_ratio")),
            ]
            lines.append(f"| {row['n_notes']:,} | {row['mb']:.1f} | {name} | {' | '.join(cells)} |")
    return lines


def _by_size(rows: list[Figures], limit_s: float) -> list[str]:
    heads = " | ".join(f"{row['n_notes']:,} notes" for row in rows)
    lines = [f"| notelinks | {heads} |", "|---|" + "---|" * len(rows)]
    for key, what in _OURS.items():
        cells = [_cell(row["tools"]["notelinks"], key, limit_s) for row in rows]
        if any(cells):
            lines.append(f"| {what} | {' | '.join(cells)} |")
    return lines


def _growth(rows: list[Figures]) -> list[str]:
    names = list(dict.fromkeys(name for row in rows for name in row["tools"]))
    lines = [
        f"| twice the notes take so many times the seconds for all lists (findlike: one) | {' | '.join(names)} |",
        "|---|" + "---|" * len(names),
    ]
    for before, after in pairwise(rows):
        factors = []
        for name in names:
            times = [_whole_s(row["tools"].get(name, {})) for row in (before, after)]
            n_doublings = math.log2(after["n_notes"] / before["n_notes"])
            factors.append(f"{(times[1] / times[0]) ** (1 / n_doublings):.2f}" if all(times) else "")
        lines.append(f"| from {before['n_notes']:,} to {after['n_notes']:,} notes | {' | '.join(factors)} |")
    return lines if len(rows) > 1 else []


def _whole_s(figures: Figures) -> float | None:
    """What a tool takes when it begins with the notes alone; findlike does so for each list."""
    return figures.get("index_s", figures.get("list_s"))


def _cell(figures: Figures, key: str, limit_s: float) -> str:
    """A figure with three digits; empty if it was not measured."""
    if key not in figures:
        return ""
    value = figures[key]
    if value is None:
        return f"> {limit_s:g}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _ratio(figures: Figures, ours: Figures, key: str) -> str:
    if figures is ours or not figures.get(key) or not ours.get(key):
        return ""
    return f"**{figures[key] / ours[key]:.1f}**"


def _goals(rows: list[Figures]) -> list[str]:
    lines = ["| goal | measured | |", "|---|---|---|"]
    by_size = {row["n_notes"]: row["tools"] for row in rows}
    for n_notes, what, key, bound, unit in _GOALS:
        ours = by_size.get(n_notes, {}).get("notelinks", {})
        if key in ours:
            value = (
                ours[key] - (IndexerConfig().quiet_s if key == "save_s" else 0) if ours[key] is not None else math.inf
            )
            lines.append(_goal(f"{n_notes:,} notes: {what} ≤ {bound:g}{unit}", f"{value:.2f}{unit}", value <= bound))
    times = [by_size.get(n, {}).get("notelinks", {}).get("index_s") for n in (1_000, 10_000)]
    if all(times):
        growth = times[1] / times[0]
        lines.append(_goal("from 1,000 to 10,000 notes: time ≤ 11 ×", f"{growth:.1f} ×", growth <= 11))
    for what, ours, name, theirs in _FASTER:
        slower = [f"{row['n_notes']:,}" for row in rows if not _is_faster(row["tools"], ours, name, theirs)]
        lines.append(_goal(f"{what} at every size", f"not at {', '.join(slower)}" if slower else "", not slower))
    return lines


def _goal(what: str, measured: str, is_reached: bool) -> str:
    return f"| {what} | {measured} | {'reached' if is_reached else '**not reached**'} |"


def _is_faster(tools: Figures, key: str, name: str, their_key: str) -> bool:
    """Whether ours is within the limit, and the other one was not measured, takes longer or is over the limit."""
    ours, theirs = tools["notelinks"].get(key), tools.get(name, {}).get(their_key)
    return ours is not None and (theirs is None or ours < theirs)


_FASTER = (
    ("all lists before gensim's", "index_s", "gensim", "index_s"),
    ("one list before gensim's", "list_s", "gensim", "list_s"),
    ("one list before findlike's", "list_s", "findlike", "list_s"),
    ("first lists, with no index yet, before findlike's one", "first_list_s", "findlike", "list_s"),
)
"""What is compared: words for it, our figure, whose, their figure."""

_GOALS = (
    (10_000, "first index complete", "index_s", 25, " s"),
    (10_000, "first lists in the index", "first_list_s", 5, " s"),
    (10_000, "second start", "second_start_s", 1, " s"),
    (10_000, "save until shown, after the debounce", "save_s", 0.15, " s"),
    (10_000, "save until trained anew", "settle_s", 8, " s"),
    (10_000, "memory of `index`, largest", "peak_mb", 400, " MB"),
    (10_000, "memory of `watch`, largest", "watch_peak_mb", 400, " MB"),
    (10_000, "memory of `watch` at rest", "rest_mb", 200, " MB"),
    (10_000, "memory of the screen", "screen_mb", 100, " MB"),
    (10_000, "index on disk", "disk_ratio", 1.5, " × the notes"),
    (100_000, "first index complete", "index_s", 360, " s"),
    (100_000, "memory of `index`, largest", "peak_mb", 2000, " MB"),
)
