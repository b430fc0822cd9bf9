"""`word2vec`: from the sub-command to the module that carries it out."""

import argparse


def word2vec(arguments: argparse.Namespace) -> int:
    """Runs a sub-command of the engine."""
    name = arguments.engine_command
    if name == "train":
        from notelinks.cli import engine_train as module
    elif name == "query":
        from notelinks.cli import engine_query as module
    else:
        from notelinks.cli import engine_scores as module
    return getattr(module, name)(arguments)
