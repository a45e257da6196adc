"""What a page, a slide or a command asks: one function a question, whoever remembers."""
