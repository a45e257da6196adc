"""Refresh: an edited deck gets today's data and keeps the rest."""
