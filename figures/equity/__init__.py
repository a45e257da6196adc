"""Figures of equity."""
