"""Journal: the actions of the pôles, kept apart from the versions."""
