"""Control charts: which share of its level each point of a series may use."""

MINIMUM_POINTS = 6  # below, no chart could tell a change from chance: "few"
RUN_SHARE = 0.2  # of the level of a series, what the run rules may use; the points have the rest
STABLE, CHANGED, FEW = "stable", "changed", "few"


def point_level(level: float, points: int) -> float:
    """Level of one point such that `points` of them keep the points' share of a series' level."""
    return float(1 - (1 - level * (1 - RUN_SHARE)) ** (1 / max(points, 1)))
