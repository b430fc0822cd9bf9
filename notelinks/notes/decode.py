"""From the bytes of a note to clean text: one newline character, composed characters, no invalid bytes.

In: raw bytes. Out: text in Unicode normal form C and sentences about what was wrong with it. Knows no Markdown.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

SAMPLE_BYTES = 8192
"""How much of a file is looked at to tell text from binary data, as git and grep do."""

MAX_CONTROL_SHARE = 0.1
"""A sample with a larger share of control characters is no text."""

MAX_MARKS = 30
"""Longest run of combining marks that is kept: the limit of Unicode's stream-safe text format (UAX #15). Longer
runs make normalisation quadratic: 123 s for 800 kB, measured."""

_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = "\r\u0085\u2028\u2029"
_LINE_ENDING = re.compile("\r\n?|[\u0085\u2028\u2029]")
_POSSIBLE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS + 1},}}")
"""Marks are the only characters that matter here; they are among those that are neither letters nor ASCII."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a note."""

    text: str
    """In normal form C, with `\\n` at every line's end and without surrogates."""
    problems: tuple[str, ...] = ()


def decode_note(raw: bytes) -> DecodedText | None:
    """The text of a file, None if it is binary data."""
    mark, encoding = next((pair for pair in _BYTE_ORDER_MARKS if raw.startswith(pair[0])), (b"", "utf-8"))
    raw = raw[len(mark) :]
    problems: tuple[str, ...] = ()
    if encoding == "utf-8":
        if _is_binary(raw):
            return None
        text = raw.decode("utf-8", "surrogateescape")
        text, n_replaced = (text, 0) if text.isascii() else _SURROGATE.subn("\ufffd", text)
        if n_replaced:
            problems = (f"not valid UTF-8, {n_replaced} {'byte' if n_replaced == 1 else 'bytes'} replaced",)
    else:
        text = raw.decode(encoding, "replace")
        if _is_binary(text[:SAMPLE_BYTES].encode("utf-8", "replace")):
            return None
    if any(map(text.__contains__, _LINE_ENDS)):  # to look for each is cheaper than for all of them
        text = _LINE_ENDING.sub("\n", text)
    return DecodedText(compose(text), problems)


def _is_binary(raw: bytes) -> bool:
    sample = raw[:SAMPLE_BYTES]
    n_control = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    return b"\0" in sample or n_control > MAX_CONTROL_SHARE * len(sample)


def compose(text: str) -> str:
    """`text` in normal form C, in time linear in its length whatever it holds."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _POSSIBLE_MARKS.sub(_cut_marks, text))


def without_surrogates(text: str) -> str:
    """`text` with the bytes of file names that are not UTF-8, and other lone surrogates, replaced."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _cut_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    n_marks = 0
    for character in match[0]:
        n_marks = n_marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if n_marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)
