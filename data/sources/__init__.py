"""Sources: official files, downloaded whole or not at all."""
