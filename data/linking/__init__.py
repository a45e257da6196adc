"""Linking: hosts to establishments, places and old codes to communes."""
