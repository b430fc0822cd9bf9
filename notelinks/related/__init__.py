"""Word vectors to note vectors, related notes, concepts and reasons."""
