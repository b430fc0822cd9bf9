"""No text goes to a widget but what `tui/content.py` or `safe_text` has made harmless: a reading of the source.

It sees each place where text enters Textual by name: `Content`, `Static` and its `update`, `notify`, titles of borders,
placeholders; other widgets that take text are not used at all. What such a place is given must be made on the spot by a
maker of safe text, be a literal, or be called `Content` by an annotation in the same file. It does not see through
names that are passed on: that what a function returns as `Content` is harmless is seen where that makes it.
What the screen really writes is tried by `test_hostile_text.py` and `tests/campaigns/test_poison.py`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2] / "notelinks" / "tui"

_FILES = sorted(path.relative_to(_ROOT).as_posix() for path in _ROOT.rglob("*.py"))

_MAKERS = {"plain", "sentence", "joined", "two_ends", "safe_text"}
"""Of safe text: `tui/content.py` and `display.py`."""

_CHECKED = {"Content", "Content.styled", "Content.assemble"}
"""What these are given is looked at where they are called."""

_WIDGETS_WITH_TEXT = {"Static", "Label"}
_KNOWN_WIDGETS = _WIDGETS_WITH_TEXT | {"Input"}
_TITLES = {"border_title", "border_subtitle", "title", "sub_title", "tooltip"}

_SAFE_ELSEWHERE = {
    ("preview_text.py", "Content.styled(line, '$text-secondary')"): "`read_preview` makes the whole text safe first",
}
"""(file, call) -> why it is harmless."""


class _Sinks(ast.NodeVisitor):
    """Collects the calls and assignments of one file that could pass on text as it is."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[str] = []
        self._content_names: list[set[str]] = [set()]
        self._methods: set[str] = set()

    def check(self, tree: ast.Module) -> list[str]:
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        self._methods = {f.name for f in functions if f.returns is not None and ast.unparse(f.returns) == "Content"}
        self.visit(tree)
        return [sink for sink in self.found if (self.file, sink) not in _SAFE_ELSEWHERE]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        arguments = [*node.args.args, *node.args.kwonlyargs]
        names = {a.arg for a in arguments if a.annotation is not None and ast.unparse(a.annotation) == "Content"}
        self._content_names.append(names)
        self.generic_visit(node)
        self._content_names.pop()

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        names = {alias.name for alias in node.names}
        if node.module == "textual.widgets" and not names <= _KNOWN_WIDGETS:
            self.found.append(ast.unparse(node))
        if node.module == "rich.text":
            self.found.append(ast.unparse(node))

    def visit_Assign(self, node: ast.Assign) -> None:
        titles = [t for t in node.targets if isinstance(t, ast.Attribute) and t.attr in _TITLES]
        if titles and not self._is_safe(node.value):
            self.found.append(ast.unparse(node))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if not all(self._is_safe(text) for text in self._texts(node)):
            self.found.append(ast.unparse(node))
        self.generic_visit(node)

    def _texts(self, node: ast.Call) -> Iterator[ast.expr]:
        """What a call shows, if it is one that shows text."""
        name = _name(node.func)
        options = {keyword.arg: keyword.value for keyword in node.keywords}
        if name in _WIDGETS_WITH_TEXT or name in ("Content", "Content.styled"):
            yield from node.args[:1]
        elif name == "Content.assemble":
            yield from (part for part in node.args if isinstance(part, ast.JoinedStr | ast.Tuple))
        elif name == "Content.from_markup":
            yield node
        elif name.endswith(".update") and len(node.args) == 1:
            yield node.args[0]
        elif name.endswith(".notify") and node.args:
            yield node.args[0] if ast.unparse(options.get("markup", ast.Constant(True))) == "False" else node
        yield from (options[key] for key in ("placeholder", "tooltip") if key in options)

    def _is_safe(self, text: ast.expr) -> bool:
        if isinstance(text, ast.Constant):
            return True
        if isinstance(text, ast.Name):
            return text.id.isupper() or text.id in self._content_names[-1]
        if isinstance(text, ast.Tuple):
            return self._is_safe(text.elts[0])
        if isinstance(text, ast.IfExp):
            return self._is_safe(text.body) and self._is_safe(text.orelse)
        if not isinstance(text, ast.Call):
            return False
        name = _name(text.func)
        is_own = name.startswith("self.") and name.removeprefix("self.") in self._methods
        is_joined = name == ".join" and isinstance(text.func, ast.Attribute) and _is_content(text.func.value)
        return name in _MAKERS | _CHECKED or is_own or is_joined


def _name(function: ast.expr) -> str:
    """`Content.styled`, `self._text.update`; of what is called on a result only `.update`."""
    if isinstance(function, ast.Attribute):
        return f"{_name(function.value)}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def _is_content(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _name(value.func) == "Content"


def _find_sinks(file: str, source: str) -> list[str]:
    return _Sinks(file).check(ast.parse(source))


@pytest.mark.parametrize("file", _FILES)
def test_text_reaches_widgets_as_safe_content_alone(file: str) -> None:
    assert _find_sinks(file, (_ROOT / file).read_text(encoding="utf-8")) == []


def test_what_is_called_safe_elsewhere_is_still_there() -> None:
    sources = {file: ast.unparse(ast.parse((_ROOT / file).read_text(encoding="utf-8"))) for file in _FILES}

    assert [call for file, call in _SAFE_ELSEWHERE if call not in sources[file]] == []


@pytest.mark.parametrize(
    "line",
    [
        "self.notify(f'Saved {title}')",
        "self.notify(f'Saved {title}', markup=False)",
        "self.notify(safe_text(title))",
        "self.notify(note.title, markup=False)",
        "yield Static(note.title)",
        "yield Label(f'{note.title}')",
        "Static('[b]' + note.key)",
        "self._line.update(note.title)",
        "self._line.update(f'{note.title}')",
        "self.border_title = note.title",
        "self.border_title = f'Notes of {vault}'",
        "Content(note.title)",
        "Content.styled(word, 'bold')",
        "Content.from_markup('[b]x[/]')",
        "Content.assemble('a', f'{word}')",
        "Content.assemble((word, 'bold'))",
        "Input(placeholder=note.title)",
        "Static(plain(a) if b else note.title)",
        "from textual.widgets import OptionList",
        "from textual.widgets import DataTable, Static",
        "from rich.text import Text",
    ],
)
def test_check_sees_text_that_is_passed_on_as_it_is(line: str) -> None:
    assert _find_sinks("new.py", f"def show(self, note, title, word):\n    {line}\n") != []


@pytest.mark.parametrize(
    "line",
    [
        "self.notify(safe_text(title), markup=False)",
        "self._changed.notify()",
        "yield Static(plain(note.title))",
        "self._line.update(joined(' ', note.title))",
        "self._line.update(shown)",
        "self._line.update(self.show(1))",
        "self.border_title = Content('Notes')",
        "Content(safe_text(note.title))",
        "Static(Content('\\n').join(lines))",
        "Input(placeholder=HINT)",
    ],
)
def test_check_lets_safe_text_pass(line: str) -> None:
    assert _find_sinks("new.py", f"def show(self, shown: Content) -> Content:\n    {line}\n") == []
