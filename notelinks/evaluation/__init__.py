"""How well the program finds a vault's own links and titles when they are hidden. All in memory, nothing is written."""
