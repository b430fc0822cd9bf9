"""What the exit status of a command means."""

FOUND = 0
"""The command did what it was asked."""

NOTHING_FOUND = 1
"""It ran, and there is nothing to show."""

MISTAKE = 1
"""Something went wrong in the program itself."""

WRONG_USE = 2
"""The command line cannot be understood, what it names cannot be used, or there is no terminal where one is needed."""

INDEXER_RUNNING = 3
"""Another process is indexing this folder."""

VAULT_AWAY = 4
"""The folder of notes cannot be seen."""
