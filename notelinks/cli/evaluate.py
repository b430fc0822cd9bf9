"""`evaluate`: how well links or titles of one's own are found again when they are hidden."""

import argparse
import dataclasses
from typing import TYPE_CHECKING

from notelinks.cli import exits
from notelinks.cli.output import print_json, print_message, print_text
from notelinks.cli.progress import open_progress
from notelinks.cli.vaults import choose_vault, named_vault, open_vault
from notelinks.config import load_settings
from notelinks.evaluation.intervals import MIN_VALUES, Mean

if TYPE_CHECKING:
    from notelinks.evaluation.concept_trial import ConceptTrial
    from notelinks.evaluation.link_trial import LinkTrial

_FIGURES = {"ndcg": "nDCG@10", "recall": "recall@10", "mrr": "MRR"}


def evaluate(arguments: argparse.Namespace) -> int:
    """Hides links or titles in memory, trains without them, and prints what is found again."""
    vault = open_vault(choose_vault(named_vault(arguments)), says_yes=arguments.yes)
    settings = load_settings(vault)
    with open_progress() as reporter:
        if arguments.concepts:
            from notelinks.evaluation.concept_trial import try_concepts as run
        else:
            from notelinks.evaluation.link_trial import try_links as run
        trial = run(vault, settings, arguments.seed, reporter)
    describe = _describe_concepts if arguments.concepts else _describe_links
    if arguments.json:
        print_json(dataclasses.asdict(trial))
    elif trial.means:
        for line in describe(trial):
            print_text(line)
    if not trial.means:
        print_message(_too_few_titles(trial) if arguments.concepts else _too_few_links(trial))
    return exits.FOUND if trial.means else exits.NOTHING_FOUND


def _describe_links(trial: "LinkTrial") -> list[str]:
    from notelinks.evaluation.link_trial import BASELINE, OURS

    gain = trial.gain["ndcg"]
    rows = [(name, *(_mean(means[f]) for f in _FIGURES)) for name, means in trial.means.items()]
    return [
        f"{trial.n_hidden:,} of {trial.n_pairs:,} linked pairs of notes were hidden. All {trial.n_notes:,} notes "
        f"were ranked for each of the {trial.n_queries:,} notes that lost a link.",
        "",
        *_align([("", *_FIGURES.values()), *rows]),
        "",
        f"{OURS} against {BASELINE}, note by note: nDCG@10 {gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f}); "
        f"{_judge(gain)}.",
        "1 would be every hidden note at the top; in brackets the 95 % intervals.",
    ]


def _describe_concepts(trial: "ConceptTrial") -> list[str]:
    return [
        f"The titles of {trial.n_notes:,} notes were hidden. Share of a title's words among the first ten words that "
        f"are shown for its note, mean of {trial.n_queries:,} notes:",
        "",
        *_align([(name, _mean(mean)) for name, mean in trial.means.items()]),
        "",
        "In brackets the 95 % intervals.",
    ]


def _align(rows: list[tuple[str, ...]]) -> list[str]:
    return ["  ".join((row[0].ljust(15), *(cell.ljust(22) for cell in row[1:]))).rstrip() for row in rows]


def _mean(mean: Mean) -> str:
    return f"{mean.value:.3f} ({mean.low:.3f} to {mean.high:.3f})"


def _judge(gain: Mean) -> str:
    if gain.low > 0:
        return "better by more than chance"
    return "worse by more than chance" if gain.high < 0 else "these links cannot tell them apart"


def _too_few_links(trial: "LinkTrial") -> str:
    return (
        f"too few links to tell: with {trial.n_hidden:,} of {trial.n_pairs:,} linked pairs of notes hidden, "
        f"{trial.n_queries:,} notes would lose a link; it takes {MIN_VALUES} of them."
    )


def _too_few_titles(trial: "ConceptTrial") -> str:
    return (
        f"too few titles to tell: {trial.n_queries:,} of {trial.n_notes:,} notes have a text, and a title that holds a "
        f"word to look for; it takes {MIN_VALUES} of them."
    )
