"""Figures of companies."""
