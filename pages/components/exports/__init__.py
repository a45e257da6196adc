"""What the page of exports is made of."""
