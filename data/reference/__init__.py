"""Reference: the public tables that ship with the product, each with its licence note."""

from pathlib import Path

REFERENCE = Path(__file__).parent
