"""Cards: what a figure is, for every pen that draws it."""
