"""Access: from periods due to places, near or far."""
