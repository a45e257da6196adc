"""French: the words of numbers, sides and absences, each in one place."""
