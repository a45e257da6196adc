"""Statistics: pure arrays, no table of the product."""
