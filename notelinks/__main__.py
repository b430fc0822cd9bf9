"""`python -m notelinks`: the same program as the `notelinks` command."""

import os
import sys


def _leave_out_current_folder() -> None:
    """Python looks for modules in the current folder first. That may be a vault, and a vault may hold a `numpy.py`.

    A source checkout that is not installed is itself the current folder; there it stays.
    """
    here, own = os.path.realpath(os.curdir), os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    if not sys.flags.safe_path and here != own:
        sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry) != here]


if __name__ == "__main__":
    _leave_out_current_folder()
    from notelinks.cli import main

    raise SystemExit(main())
