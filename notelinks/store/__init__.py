"""The index on disk: notes, words, links and lists in SQLite, matrices in immutable generation folders."""
