"""Opens the current generation for a reader."""

from notelinks.errors import StoreError
from notelinks.related.generation import Generation, load_generation
from notelinks.store.reader import StoreReader

_ATTEMPTS = 3
"""A generation may be replaced twice between asking for its folder and opening its files; then it is asked again."""


def open_generation(reader: StoreReader) -> Generation:
    """The current generation of an index.

    Raises:
        StoreError: if there is none yet or it cannot be read.
    """
    for attempt in range(_ATTEMPTS):
        folder = reader.generation_folder()
        if folder is None:
            break
        try:
            return load_generation(folder)
        except StoreError:
            if attempt == _ATTEMPTS - 1 or folder == reader.generation_folder():
                raise
    raise StoreError(f"{reader.folder}: no word vectors have been trained yet; `notelinks index` does it.")
