"""Print: documents on A4 sheets."""
