"""Model: from the rows kept to the tables that pages read."""
