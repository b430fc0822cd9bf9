"""Questions of a reader that need word vectors: reasons, nearest words. Reads the store, writes nothing."""
