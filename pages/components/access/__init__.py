"""Parts of the pages of access and equity."""
