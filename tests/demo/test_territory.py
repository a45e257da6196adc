"""The territory of the demonstration: communes in an order that keeps neighbours together."""

import numpy as np

from demo.territory import distances, load_territory


def test_curve_visits_neighbours():
    communes = load_territory().communes.sort_values("curve")
    step = np.hypot(np.diff(communes["x"]), np.diff(communes["y"]))
    assert np.median(step) < 6
    assert np.allclose(
        distances(communes[["x", "y"]].to_numpy()[:1], np.array([[0.0, 0.0]]))[0, 0],
        np.hypot(communes["x"].iloc[0], communes["y"].iloc[0]),
    )
