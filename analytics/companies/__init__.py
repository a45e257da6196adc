"""Companies: hosts, their fabric, their fidelity."""
