"""Verdicts: what may be told of a difference, once for all pages."""
