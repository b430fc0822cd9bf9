"""Every transaction that writes takes the write lock when it begins: one that waited for it halfway could only fail."""

import ast
import re
from pathlib import Path

from notelinks import store as package
from notelinks.records import Concept
from notelinks.store.writer import StoreWriter
from tests.store.literal_notes import publish, store

_FILES = sorted(Path(package.__path__[0]).glob("*.py"))

_READS_ALONE = "reader.py"


def _texts(tree: ast.AST) -> list[str]:
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_all_transactions_outside_the_reader_begin_immediate() -> None:
    begun = {
        (path.name, *match.groups())
        for path in _FILES
        for text in _texts(ast.parse(path.read_text("utf-8")))
        if (match := re.match(r"BEGIN\b\s*(\w*)", text))
    }

    assert begun == {(_READS_ALONE, ""), ("schema.py", "IMMEDIATE"), ("writable.py", "IMMEDIATE")}


def test_no_connection_begins_a_transaction_by_itself() -> None:
    """The module of Python's begins one before a change, a deferred one, unless it is told not to."""
    lax = [
        f"{path.name}:{node.lineno}"
        for path in _FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "sqlite3.connect"
        and not any(word.arg == "isolation_level" and ast.unparse(word.value) == "None" for word in node.keywords)
        and ast.unparse(node.args[0]) != "':memory:'"
    ]

    assert lax == []


def test_whatever_the_writer_changes_is_changed_in_such_a_transaction(writer: StoreWriter) -> None:
    statements: list[str] = []
    writer._connection.set_trace_callback(statements.append)
    store(writer, {"a.md": "one [[b]]", "b.md": "two"}, skipped={"c.md": "too large"})
    publish(writer, {"a.md": {"b.md": 0.5}}, concepts={"a.md": [Concept("one", 1.0)]}, mentions=[("a.md", "b.md")])
    writer.note_scan()
    store(writer, {}, removed=["a.md"])
    writer.forget_all()

    is_open, n_changes = False, 0
    for statement in statements:
        if statement.startswith("BEGIN"):
            assert statement == "BEGIN IMMEDIATE"
        is_open = statement.startswith("BEGIN") or (is_open and statement not in ("COMMIT", "ROLLBACK"))
        if re.match("INSERT|REPLACE|UPDATE|DELETE", statement):
            assert is_open, statement
            n_changes += 1
    assert n_changes > 20
