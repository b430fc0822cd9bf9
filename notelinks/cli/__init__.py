"""The command line. Every command imports its half of the program inside its own function."""

from notelinks.cli.main import main

__all__ = ["main"]
