"""Sections of the page of companies: one module a section, each draws its figures."""
