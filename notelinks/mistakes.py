"""What is told of a mistake of ours: its type and its place in the program.

Never a value, and so never Python's own report: the message of an exception, such as the key of a `KeyError`, may be
text of a note.
"""

import os
import sys
import threading
from collections.abc import Iterator

_ROOT = os.path.dirname(os.path.abspath(__file__)) + os.sep


def describe_mistake(error: BaseException) -> str:
    """The type of an exception and the innermost place of ours that it came from, if there is one."""
    for cause in causes(error):
        ours = [(name, line) for name, line, _ in places(cause) if name.startswith(_ROOT)]
        if ours:
            name, line = ours[-1]
            return f"{type(cause).__name__} at notelinks/{name.removeprefix(_ROOT).replace(os.sep, '/')}:{line}"
    return type(getattr(error, "error", error)).__name__  # one that carries another, as Textual's `WorkerFailed`


def causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what led to it, each once."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while isinstance(cause, BaseException) and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = getattr(cause, "error", None) or cause.__cause__ or cause.__context__


def places(error: BaseException) -> Iterator[tuple[str, int, str]]:
    """(file, line, function) of each frame, the innermost last."""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        yield code.co_filename, trace.tb_lineno, code.co_name
        trace = trace.tb_next


def tell_mistake(error: BaseException) -> None:
    """Writes one line about an exception to stderr."""
    sys.stderr.write(
        f"notelinks: something went wrong in the program ({describe_mistake(error)}). Try again; if it comes back, "
        "report this line, which holds no text of your notes.\n"
    )
    sys.stderr.flush()


def hush_tracebacks() -> None:
    """Has exceptions that nobody can catch, as in threads, told in one line too."""
    threading.excepthook = lambda about: _tell_unless_exit(about.exc_value)
    sys.unraisablehook = lambda about: _tell_unless_exit(about.exc_value)


def _tell_unless_exit(error: BaseException | None) -> None:
    if isinstance(error, Exception) and sys.stderr is not None:
        tell_mistake(error)
