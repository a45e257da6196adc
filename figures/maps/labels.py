"""Where to write the names of points, so that they cover each other as little as can be."""

from collections.abc import Sequence

import numpy as np

# Plotly's name of a place -> where the middle of the text stands, in half texts from the point.
_PLACES = {
    "top right": (1, -1),
    "bottom right": (1, 1),
    "top left": (-1, -1),
    "bottom left": (-1, 1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top center": (0, -1),
    "bottom center": (0, 1),
}
_CHARACTER, _LINE, _GAP = 5.8, 13.0, 6.0  # pixels, at 10 to 11 px


def label_places(
    x: Sequence[float], y: Sequence[float], names: Sequence[str], width: float, height: float
) -> list[str]:
    """Choose a place for each name, one after the other, the least covered first.

    Parameters
    ----------
    x, y : points, in 0..1 of the frame, y upwards
    names : their texts; the first ones choose first
    width, height : of the frame, pixels

    Returns
    -------
    Plotly's `textposition` of each
    """
    points = np.column_stack((np.asarray(x, float) * width, (1 - np.asarray(y, float)) * height))
    halves = np.full(points.shape, 4.0)  # of the marks
    middles, chosen = points.copy(), []
    for point, name in zip(points, names, strict=True):
        half = np.array([len(name) * _CHARACTER / 2, _LINE / 2])
        best, found = np.inf, ("top right", point)
        for place, (across, down) in _PLACES.items():
            middle = point + np.array([across, down]) * (half + _GAP * np.array([1, 0.5]))
            covered = _covered(middle, half, middles, halves) + _outside(
                middle, half, width, height
            )
            if covered < best - 1e-9:
                best, found = covered, (place, middle)
        chosen.append(found[0])
        middles = np.vstack((middles, found[1]))
        halves = np.vstack((halves, half))
    return chosen


def _covered(
    middle: np.ndarray, half: np.ndarray, middles: np.ndarray, halves: np.ndarray
) -> float:
    shared = np.minimum(middle + half, middles + halves) - np.maximum(
        middle - half, middles - halves
    )
    return float(np.prod(np.clip(shared, 0, None), axis=1).sum())


def _outside(middle: np.ndarray, half: np.ndarray, width: float, height: float) -> float:
    """What of a text leaves the frame, counted ten times: it would be cut."""
    frame = np.array([width, height])
    inside = np.minimum(middle + half, frame) - np.maximum(middle - half, 0)
    return 10 * float(4 * np.prod(half) - np.prod(np.clip(inside, 0, None)))
