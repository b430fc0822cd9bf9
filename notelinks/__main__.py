"""`python -m notelinks`: the same program as the `notelinks` command."""

from notelinks.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
