"""The process that keeps the index of one vault current."""
