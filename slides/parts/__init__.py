"""The parts of a deck, in order: each gives its slides from the material."""
