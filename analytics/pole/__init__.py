"""Pôle: one BEF, beside the others."""
