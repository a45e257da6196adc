"""The native pen: PowerPoint's own shapes, charts and tables."""
