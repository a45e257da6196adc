"""Files: what is invented, as schools, pôles and ministries would write it."""
