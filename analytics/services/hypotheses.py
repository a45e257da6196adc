"""What access is computed with."""

from dataclasses import dataclass

EMPLOYERS, OBSERVED, EXPECTED = "employeurs", "observee", "attendue"
STEPS, GAUSSIAN, FITTED = "paliers", "gaussienne", "ajustee"
_SUPPLY_TEXTS = {
    EMPLOYERS: "offre\u00a0: employeurs",
    OBSERVED: "offre observée",
    EXPECTED: "offre attendue",
}
_DECAY_TEXTS = {STEPS: "paliers", GAUSSIAN: "gaussienne", FITTED: "décroissance ajustée"}


@dataclass(frozen=True)
class Hypotheses:
    """What access is computed with.

    Parameters
    ----------
    supply : "employeurs", "observee" or "attendue"
    decay : "paliers", "gaussienne" or "ajustee"
    radius : km, or minutes
    minutes : True when the radius is a time
    """

    supply: str
    decay: str
    radius: float
    minutes: bool

    @property
    def radius_text(self) -> str:
        """The radius in words; times are estimates."""
        return f"{self.radius:.0f}\u00a0{'min (estimation)' if self.minutes else 'km'}"

    @property
    def text(self) -> str:
        """All of it in words."""
        decay, supply = _DECAY_TEXTS[self.decay], _SUPPLY_TEXTS[self.supply]
        return f"{supply} · rayon {self.radius_text}, {decay}"
