"""notelinks: what every note is connected to, from word vectors trained on your notes alone."""

__version__ = "0.1.0"
