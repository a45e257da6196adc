"""Privacy: what is personal is seen and refused, or removed cell by cell."""
