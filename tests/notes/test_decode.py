import codecs
import time

import pytest

from notelinks.notes.decode import DecodedText, compose, decode_note


@pytest.mark.parametrize(
    "raw",
    [
        "Grüße".encode(),
        codecs.BOM_UTF8 + "Grüße".encode(),
        codecs.BOM_UTF16_LE + "Grüße".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Grüße".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "Grüße".encode("utf-32-le"),
        "Gru\u0308ße".encode(),
    ],
)
def test_encoding_is_told_by_its_byte_order_mark(raw: bytes) -> None:
    assert decode_note(raw) == DecodedText("Grüße")


def test_bytes_that_are_not_utf8_are_replaced_and_counted() -> None:
    assert decode_note(b"caf\xe9 \xff ok") == DecodedText("caf\ufffd \ufffd ok", ("not valid UTF-8, 2 bytes replaced",))
    assert decode_note(b"\xe9").problems == ("not valid UTF-8, 1 byte replaced",)


@pytest.mark.parametrize(
    "raw", [b"text\0text", b"\x01\x02\x03text of a", codecs.BOM_UTF16_LE + "a\0".encode("utf-16-le")]
)
def test_binary_data_is_no_text(raw: bytes) -> None:
    assert decode_note(raw) is None


def test_few_control_characters_leave_it_text() -> None:
    assert decode_note(b"a long line with one escape \x1b in it").problems == ()


def test_every_line_ending_becomes_a_newline() -> None:
    assert decode_note("a\r\nb\rc\u2028d\u2029e\u0085f".encode()).text == "a\nb\nc\nd\ne\nf"


def test_long_runs_of_marks_are_cut_and_take_linear_time() -> None:
    start = time.process_time()
    text = compose("a" + "\u0323\u0301" * 50_000 + "b—————————————————————————————————————————b")

    assert time.process_time() - start < 1
    assert len(text) < 80
    assert text.endswith("b—————————————————————————————————————————b")
