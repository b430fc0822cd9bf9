"""How Numba is used here: one decorator, and one folder for the machine code.

Numba notices a change in the file that holds a function but not in the files of the functions it calls, and it does not
repair a damaged cache file. So the folder's name holds a digest of all files with compiled code, and compiled code is
called through `with_repair` from outside; a file that cannot be loaded or saved raises before the code has done
anything. Where no cache can be kept, code is compiled at every start.
"""

import hashlib
import os
import pickle
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

from notelinks.config import kernel_cache_folder

Result = TypeVar("Result")

_COMPILED_FILES = (
    "compiled.py",
    "word2vec/simd.py",
    "word2vec/simd_rows.py",
    "word2vec/threads.py",
    "word2vec/draw.py",
    "word2vec/loss.py",
    "word2vec/step.py",
    "word2vec/merge.py",
    "word2vec/rounds.py",
    "related/products.py",
)
"""All files with code that Numba compiles, relative to this one."""

_BROKEN_CACHE = (pickle.UnpicklingError, EOFError, LookupError, ValueError, AttributeError, ImportError, OSError)
"""What Numba raises at a call when a cache file is empty, truncated or foreign."""


def _cache_folder() -> Path | None:
    """The folder for compiled code, None if there is none that only the user can write to.

    A cache file is a pickle: loading one that somebody else wrote would run their code.
    """
    digest = hashlib.sha256(numba.__version__.encode())
    for name in _COMPILED_FILES:
        digest.update((Path(__file__).parent / name).read_bytes())
    folder = kernel_cache_folder() / digest.hexdigest()[:16]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.lstat()
        is_ours = not hasattr(os, "getuid") or about.st_uid == os.getuid()
        is_private = os.name == "nt" or not stat.S_IMODE(about.st_mode) & 0o077
        if not (stat.S_ISDIR(about.st_mode) and is_ours and is_private and os.access(folder, os.W_OK)):
            return None
    except OSError:
        return None
    return folder


_FOLDER = _cache_folder()
if _FOLDER is not None:
    numba.config.CACHE_DIR = str(_FOLDER)
    numba.config.CACHE_LOCATOR_CLASSES = "UserProvidedCacheLocator"  # no other folder, whose name holds no digest

_FUNCTIONS: list[Any] = []
"""All compiled functions, to stop their caches."""


def compiled(*, inline: bool = False) -> Callable[[Any], Any]:
    """Numba's `njit` with the settings that all our kernels share: what it compiles runs without the
    interpreter's lock.

    Args:
        inline: put the function's body where it is called, before LLVM sees it.
    """
    settings = {"error_model": "numpy", "inline": "always" if inline else "never", "nogil": True}

    def decorate(function: Any) -> Any:
        try:
            made = numba.njit(cache=_FOLDER is not None, **settings)(function)
        except RuntimeError:  # Numba could not make its own folder in ours
            made = numba.njit(**settings)(function)
        _FUNCTIONS.append(made)
        return made

    return decorate


def with_repair(call: Callable[[], Result]) -> Result:
    """The result of `call`; if a damaged cache file gets in the way, the cache is emptied and `call` made again, and if
    the cache cannot be written even then, as on a full disk, `call` is made without it."""
    try:
        return call()
    except _BROKEN_CACHE:
        if _FOLDER is None:
            raise
        shutil.rmtree(_FOLDER, ignore_errors=True)
    try:
        _FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        return call()
    except OSError:
        for function in _FUNCTIONS:
            function._cache.disable()
        return call()
