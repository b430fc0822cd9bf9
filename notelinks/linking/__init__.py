"""From a wish to a link in a note: how it is written, where it goes, and how it gets there without losing an edit."""
