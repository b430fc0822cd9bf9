"""Matches regular expressions that somebody else wrote against paths, in a process of its own.

An expression may take for ever or all memory, and nothing stops `re` from outside. So a child with a limit of memory
does the matching, is given a few seconds, and is killed; the system ends it if nobody is left to do so. See
docs/decisions/0016-excluded-files.md.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence

_DEADLINE_S = 10.0
"""Given to a child. A thousand expressions on 10,000 paths take it 2.8 s; starting it takes 0.06 s."""

_MAX_KILLED = 3
"""Children that are killed for an expression before all that are left are given up."""

_CHILD = """
import json, re, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
except (ImportError, ValueError, OSError):
    pass
expressions, paths = json.load(sys.stdin.buffer)
for expression in expressions:
    try:
        search = re.compile(expression, re.ASCII).search
        answer = [i for i, path in enumerate(paths) if search(path)]
    except (re.error, RecursionError, OverflowError, MemoryError):
        answer = None
    print(json.dumps(answer), flush=True)
"""

_NAMED_GROUP = re.compile(r"(?<!\\)\(\?<(?![=!])")
"""How JavaScript begins a named group."""

_UNKNOWN = "is no regular expression that is understood here"
_SLOW = "takes too long or too much memory"


def match_paths(expressions: Sequence[str], paths: Sequence[str]) -> list[frozenset[int] | str]:
    """For each expression the indices of the paths that it is found in, or a few words on why it cannot be told.

    Args:
        expressions: in JavaScript's notation, as far as Python's is the same; a named group may be written either way.
    """
    found: list[frozenset[int] | str] = []
    n_killed = 0
    while len(found) < len(expressions):
        if n_killed >= _MAX_KILLED:
            return found + [_SLOW] * (len(expressions) - len(found))
        answers = _ask_child([_to_python(text) for text in expressions[len(found) :]], paths)
        found += [_UNKNOWN if answer is None else frozenset(answer) for answer in answers]
        if len(found) < len(expressions):
            found.append(_SLOW)
            n_killed += 1
    return found


def _ask_child(expressions: list[str], paths: Sequence[str]) -> list[list[int] | None]:
    """The answers that a child gave in time; fewer than expressions if it was killed or died."""
    command = [sys.executable, "-I", "-S", "-c", _CHILD]
    question = json.dumps([expressions, list(paths)]).encode("ascii")
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(
        command, **streams, start_new_session=True
    ) as child:  # deaf to Ctrl-C: half an answer is none
        try:
            output, _ = child.communicate(question, timeout=_DEADLINE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            output, _ = child.communicate()
        except BaseException:
            child.kill()
            raise
    lines = output.split(b"\n")[:-1]
    return [json.loads(line) for line in lines]


def _to_python(expression: str) -> str:
    return _NAMED_GROUP.sub("(?P<", expression)
