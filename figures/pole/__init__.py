"""Figures of a pôle and of its campaigns."""
