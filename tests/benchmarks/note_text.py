"""The Markdown of one generated note: front matter, headings, paragraphs with links, lists, tables, quotes, code."""

import random
from collections.abc import Callable, Iterator

from tests.benchmarks.vault_plan import VaultPlan

_FRONT_MATTER_SHARE, _ALIASES_SHARE, _TITLE_SHARE = 0.6, 0.15, 0.5
"""Notes with front matter, of those the ones with aliases; notes that begin with their title as a heading."""


def write_note(plan: VaultPlan, number: int, size: int, words: list[str], rng: random.Random) -> str:
    """A note of about `size` bytes, at most a block longer; `words` are its words in order, more than it takes."""
    return _NoteText(plan, number, words, rng).write(size)


class _NoteText:
    """The note while it grows."""

    def __init__(self, plan: VaultPlan, number: int, words: list[str], rng: random.Random) -> None:
        self.plan, self.number, self.rng = plan, number, rng
        self.topic = plan.topics[number]
        self.words = words
        self.position = 0
        self.links = plan.draw_links(number, rng)

    def write(self, size: int) -> str:
        parts = list(self._begin())
        n_bytes = sum(map(len, parts)) + 30 * len(self.links)
        while n_bytes < size and self.position < len(self.words) - 40:
            parts.append(self._draw_block()())
            n_bytes += len(parts[-1])
        if self.links:
            parts.append("## Related\n\n" + "\n".join(f"- {link}" for link in self.links) + "\n")
        return "\n".join(parts)

    def _begin(self) -> Iterator[str]:
        rng, plan = self.rng, self.plan
        if rng.random() < _FRONT_MATTER_SHARE:
            tags = [plan.topic_word(self.topic, rng) for _ in range(rng.randint(1, 3))]
            lines = [f"date: 20{rng.randint(10, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}", "tags:"]
            lines += [f"  - {tag}" for tag in (*tags, f"{plan.folders[self.topic].split('/')[0].split()[0]}/{tags[0]}")]
            if rng.random() < _ALIASES_SHARE:
                lines.append(f"aliases: [{plan.topic_word(self.topic, rng)} {plan.topic_word(self.topic, rng)}]")
            yield "---\n" + "\n".join(lines) + "\n---\n"
        if rng.random() < _TITLE_SHARE:
            yield f"# {plan.titles[self.number]}\n"

    def _draw_block(self) -> Callable[[], str]:
        blocks = (self._paragraph, self._heading, self._list, self._quote, self._table, self._code)
        return self.rng.choices(blocks, (58, 16, 16, 4, 2, 4))[0]

    def _take(self, n_words: int) -> str:
        self.position += n_words
        return " ".join(self.words[self.position - n_words : self.position])

    def _sentence(self) -> str:
        text = self._take(self.rng.randint(5, 22))
        if self.links and self.rng.random() < 0.3:
            text += f" {self.links.pop()}"
        return text[0].upper() + text[1:] + "."

    def _paragraph(self) -> str:
        n_sentences = 1 + int(self.rng.expovariate(0.5))
        return " ".join(self._sentence() for _ in range(min(n_sentences, 8, self._sentences_left()))) + "\n"

    def _sentences_left(self) -> int:
        return max(1, (len(self.words) - self.position) // 22)

    def _heading(self) -> str:
        return "#" * self.rng.choices((2, 3, 4), (5, 3, 1))[0] + f" {self._take(self.rng.randint(1, 5)).capitalize()}\n"

    def _list(self) -> str:
        n_items = min(self.rng.randint(2, 7), self._sentences_left())
        indents = self.rng.choices(("", "    "), (4, 1), k=n_items)
        return "\n".join(f"{indent * bool(i)}- {self._sentence()}" for i, indent in enumerate(indents)) + "\n"

    def _quote(self) -> str:
        head = "> [!note]\n" if self.rng.random() < 0.3 else ""
        return f"{head}> {self._sentence()}\n"

    def _table(self) -> str:
        rows = [f"| {self._take(2)} | {self._take(3)} |" for _ in range(min(4, self._sentences_left()))]
        return "\n".join([rows[0], "|---|---|", *rows[1:]]) + "\n"

    def _code(self) -> str:
        lines = [f"{self._take(1)} = {self._take(1)}({self._take(1)}, {self.rng.randint(0, 99)})" for _ in range(4)]
        return "```python\n" + "\n".join(lines) + "\n```\n"
