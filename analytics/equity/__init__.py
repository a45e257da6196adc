"""Equity: gaps of access between publics."""
