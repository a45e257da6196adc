"""Store: versions that never change, a pointer, and what each shows to others."""
