"""Questions of a reader that join the store with vectors or filters: reasons, nearest words, search, suggestions."""
