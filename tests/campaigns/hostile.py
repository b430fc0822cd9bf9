"""Notes that nobody writes: real ones with damage, and random Markdown; the same for the same seed and number."""

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.notes.fixture_files import read_cases
from tests.notes.test_growth import UNITS

_SAMPLE_NOTES = Path(__file__).parents[2] / "sample_notes"
_FIXTURES = ("links", "properties", "tags", "text", "words", "fragments", "mentions")

MAX_BYTES = 1 << 20
"""Of one note; few come near it."""

_USUAL_BYTES = 100_000
_DEPTH = 6

_WORDS = (
    "flour", "Zwölf", "e\u0301", "漢字", "กขค", "caf\udce9", "a b", "../x", "A.B", "1.", "&amp;", "%20", "\u202e", "😀",
)  # fmt: skip

_INLINES = (
    "@w", "@w", "@i @i @i", "@i @u @i", "@u", "[[@w]]", "[[@w#@w|@i]]", "![[@w.png|100]]", "[@i](@w.md)",
    '[@i](<@w @w.md#@w> "@w")', "![@i](@w.png)", "[@i][@w]", "*@i*", "**@i**", "~~@i~~", "==@i==", "`@i`", "#@w/@w",
    "[^@w]", "^[@i]", "$@i$", '<b id="@w">@i</b>', "%%@i%%", "<https://@w.org>", "www.@w.org", "{{< @w @i >}}",
    "<!-- @i -->", "@i ^@w", "@i {#@w}", "\\@u", "@i\n@i", "@i  \n@i",
)  # fmt: skip

_BLOCKS = (
    "@i\n\n", "@b@b@b", "@b@b", "# @i\n", "###### @i\n\n", "@i\n===\n", "@i\n", "```@w\n@b```\n", "~~~\n@i\n",
    "$$\n@i\n$$\n", "%%\n@b%%\n", "<div @w>\n@b</div>\n\n", "<!--\n@b-->\n", "|@i|@i|\n|-|:-:|\n|@i|@i|\n\n",
    "[@w]: @w.md '@i'\n", "***\n", "---\n@b---\n", "@u@u@u\n",
)  # fmt: skip

_FRONTS = (
    "", "", "---\ntitle: @i\ntags: [@w, '@w']\naliases:\n- @w\n---\n", "---\n@w: {@u: '[[@w]]'}\n@i\n---\n", "---\n@b",
)  # fmt: skip
_PREFIXES = ("> ", "- ", "- [x] ", "1. ", "    ", "\t", "> [!note] ", "[^a]: ", "!!! note\n    ")


def read_sources(folders: Sequence[Path]) -> list[bytes]:
    """The notes to damage: those of the folders, of the sample and of the text fixtures."""
    paths = [path for folder in (_SAMPLE_NOTES, *folders) for path in sorted(folder.rglob("*.md")) if path.is_file()]
    cases = [part.encode("utf-8", "surrogatepass") for case in read_cases(*_FIXTURES) for part in case.parts[1:]]
    return [path.read_bytes()[:_USUAL_BYTES] for path in paths] + cases


def hostile_note(seed: int, number: int, sources: Sequence[bytes]) -> bytes:
    """One note of at most `MAX_BYTES`."""
    rng = random.Random(f"{seed} {number}")
    if rng.random() < 0.4:
        raw = _grown(rng, rng.choice(_FRONTS), _DEPTH) + _grown(rng, "@b@b@b@b", _DEPTH)
        raw = raw.encode("utf-8", "surrogateescape")
    else:
        raw = rng.choice(sources)
    for _ in range(rng.choice((0, 1, 2, 4, 8))):
        raw = rng.choice(_DAMAGES)(rng, raw, sources)[: 2 * _USUAL_BYTES]
    if rng.random() < 0.005:
        raw *= 1 + rng.randrange(MAX_BYTES) // (len(raw) + 1)
    return raw[:MAX_BYTES]


def _grown(rng: random.Random, template: str, depth: int) -> str:
    """The template with all its holes filled: `@w` a word, `@u` a piece of syntax, `@i` inline text, `@b` a block."""

    def fill(match: re.Match[str]) -> str:
        kind = match[1]
        if kind == "u":
            return rng.choice(UNITS)
        if kind == "w" or not depth:
            return rng.choice(_WORDS)
        inner = _grown(rng, rng.choice(_INLINES if kind == "i" else _BLOCKS), depth - 1)
        if kind == "b" and rng.random() < 0.3:
            prefix = rng.choice(_PREFIXES)
            return prefix + inner.replace("\n", f"\n{prefix if rng.random() < 0.5 else ' ' * len(prefix)}") + "\n"
        return inner

    return re.sub("@([wuib])", fill, template)


# Damages: each takes a note and gives another one


def _flip(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    changed = bytearray(raw)
    for _number in range(rng.randrange(1, 20) if raw else 0):
        changed[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _span(rng, raw, 500)
    return raw[:start] + raw[stop:]


def _end_early(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def _plant_noise(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    return _planted(rng, raw, rng.randbytes(rng.randrange(1, 40)).replace(b"\0", rng.choice((b"\0", b"", b"\r"))))


def _plant_syntax(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    for _number in range(rng.randrange(1, 20)):
        raw = _planted(rng, raw, rng.choice(UNITS).encode() * rng.choice((1, 1, 1, 2, 50)))
    return raw


def _plant_block(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    return _planted(rng, raw, _grown(rng, "\n@b", _DEPTH).encode("utf-8", "surrogateescape"))


def _repeat(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _span(rng, raw, rng.choice((4, 40, 400)))
    return raw[:stop] + raw[start:stop] * rng.choice((1, 10, 400)) + raw[stop:]


def _splice(rng: random.Random, raw: bytes, sources: Sequence[bytes]) -> bytes:
    other = rng.choice(sources)
    start, stop = _span(rng, other, 2000)
    return _planted(rng, raw, other[start:stop])


def _end_lines_otherwise(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    return raw.replace(rng.choice((b"\n", b"\n\n", b" ")), rng.choice((b"\r\n", b"\r", b"\n\n", b"", b"\xe2\x80\xa8")))


def _indent(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    start, stop = _span(rng, raw, 2000)
    prefix = rng.choice(_PREFIXES).encode() * rng.choice((1, 1, 3, 30))
    return raw[:start] + raw[start:stop].replace(b"\n", b"\n" + prefix) + raw[stop:]


def _recode(rng: random.Random, raw: bytes, _: Sequence[bytes]) -> bytes:
    if rng.random() < 0.7:
        return raw
    return rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) + raw


def _span(rng: random.Random, raw: bytes, longest: int) -> tuple[int, int]:
    start = rng.randrange(len(raw) + 1)
    return start, min(len(raw), start + rng.randrange(longest + 1))


def _planted(rng: random.Random, raw: bytes, piece: bytes) -> bytes:
    place = rng.randrange(len(raw) + 1)
    return raw[:place] + piece + raw[place:]


_DAMAGES: tuple[Callable[[random.Random, bytes, Sequence[bytes]], bytes], ...] = (
    _flip, _cut, _end_early, _plant_noise, _plant_syntax, _plant_block, _repeat, _splice, _end_lines_otherwise, _indent,
    _recode,
)  # fmt: skip
