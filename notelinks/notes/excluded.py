"""Which notes of a vault are excluded, and by which rule.

A rule is one line of Obsidian's *Excluded files* or of our own `exclude`: a regular expression between two slashes,
anything else the beginning of a path. Paths are relative to the vault and compared with their case, in normal form C.
"""

import unicodedata
from collections.abc import Iterable

from notelinks.notes.regexes import match_paths


class Exclusions:
    """Rules that exclude notes. Remembers what a regular expression said of a path, so that it is asked once."""

    def __init__(self, rules: Iterable[str]) -> None:
        self.rules = tuple(dict.fromkeys(rules))
        self._beginnings = {_compose(rule): rule for rule in self.rules if not _is_regex(rule)}
        self._regexes = {rule: _compose(rule)[1:-1] for rule in self.rules if _is_regex(rule)}
        self._matched: dict[str, str] = {}
        """Path -> the first regular expression that is found in it, empty if none is."""
        self._problems: dict[str, str] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each rule that excludes nothing because of what it is."""
        return tuple(f"{rule}: {reason}" for rule, reason in self._problems.items())

    def find(self, keys: Iterable[str]) -> dict[str, str]:
        """The excluded ones among some keys, each with the first rule for it, beginnings before expressions."""
        if not self.rules:
            return {}
        paths = {key: _compose(key) for key in keys}
        n_problems = len(self._problems)
        self._ask_regexes([path for path in paths.values() if path not in self._matched])
        if len(self._problems) > n_problems:
            self._matched.clear()  # another rule may match what the one that was given up had matched first
            self._ask_regexes(list(paths.values()))
        any_beginning = tuple(self._beginnings)
        found = {}
        for key, path in paths.items():
            if path.startswith(any_beginning):
                found[key] = next(rule for start, rule in self._beginnings.items() if path.startswith(start))
            elif rule := self._matched.get(path):
                found[key] = rule
        return found

    def _ask_regexes(self, paths: list[str]) -> None:
        rules = [rule for rule in self._regexes if rule not in self._problems]
        if not rules or not paths:
            return
        answers = match_paths([self._regexes[rule] for rule in rules], paths)
        matched = dict.fromkeys(paths, "")
        for rule, answer in zip(rules, answers, strict=True):
            if isinstance(answer, str):
                self._problems[rule] = answer
                continue
            for i in answer:
                matched[paths[i]] = matched[paths[i]] or rule
        self._matched |= matched


NO_EXCLUSIONS = Exclusions(())


def _is_regex(rule: str) -> bool:
    return len(rule) > 2 and rule.startswith("/") and rule.endswith("/")


def _compose(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
