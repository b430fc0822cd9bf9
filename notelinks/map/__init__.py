"""The whole vault as a map: one self-contained page, laid out from the vectors of all notes."""
