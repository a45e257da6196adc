"""Images of the figures on screen, as SVG or PNG, drawn without a browser."""
