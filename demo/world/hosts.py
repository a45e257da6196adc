"""Which host takes whom, year after year: sizes, returns, distances.

Vocational placements decide the size of hosts; 3e and 2de GT go partly to the same hosts. All
schools are played, silent ones too: what their files would have said is the truth.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr

from demo import parameters as P
from demo.streams import Flags, Floats, Ints, apportion, draw_classes, rank_in_group, stream
from demo.territory import Territory, distances

CELL = 30  # placements of one family that are matched together
_FAMILY_STEP = 1 << 24
_EDGES = np.geomspace(0.9, 150.0, 22)


@dataclass
class Registry:
    """Hosts met so far.

    Parameters
    ----------
    commune : row of the communes
    family : family of trades the host belongs to
    vocational, total : placements by year, one line a year, one column a host (2 arrays that
        grow with the years)
    """

    commune: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    family: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    vocational: list[Ints] = field(default_factory=list)
    total: list[Ints] = field(default_factory=list)

    def add(self, commune: Ints, family: Ints) -> Ints:
        """Add hosts and return their rows."""
        first = len(self.commune)
        self.commune = np.r_[self.commune, commune]
        self.family = np.r_[self.family, family]
        return np.arange(first, len(self.commune))

    def past(self, years_ago: int, vocational: bool) -> Ints:
        """Return the placements of each host `years_ago`, 0 before the first year."""
        history = self.vocational if vocational else self.total
        count = np.zeros(len(self.commune), dtype=np.int64)
        if len(history) >= years_ago:
            known = history[-years_ago]
            count[: len(known)] = known
        return count


def commune_shares(
    xy: Floats, stretch: Floats, law: tuple[float, float], territory: Territory
) -> Floats:
    """Return where the hosts of each school are: cumulated shares, school × commune.

    Parameters
    ----------
    xy : km, one line a school
    stretch : factor on distances, by school
    law : median and 90th percentile of the distance, km
    territory : communes; hosts of a ring are spread by population

    Distances within a commune are at least half the radius of the disc of the same area.
    """
    communes = territory.communes
    far = np.maximum(distances(xy, territory.xy), communes["half_radius"].to_numpy()[None, :])
    ring = np.clip(np.searchsorted(_EDGES, far), 0, len(_EDGES) - 1)
    people = communes["population"].to_numpy(dtype=np.float64) + 20
    flat = ring + np.arange(len(xy))[:, None] * len(_EDGES)
    held = np.bincount(
        flat.ravel(), np.broadcast_to(people, far.shape).ravel(), len(xy) * len(_EDGES)
    )
    sigma = np.log(law[1] / law[0]) / 1.2816
    reach = ndtr(np.log(_EDGES[None, :] / (law[0] * stretch[:, None])) / sigma)
    mass = np.diff(np.hstack([np.zeros((len(xy), 1)), reach]), axis=1)
    density = np.where(held > 0, mass.ravel() / np.maximum(held, 1), 0.0)
    share = density[flat] * people[None, :]
    return np.cumsum(share / share.sum(axis=1, keepdims=True), axis=1)


def draw_communes(draw: np.random.Generator, cumulated: Floats, rows: Ints) -> Ints:
    """Draw a commune for each placement, `rows` being its line of `cumulated`."""
    lines, width = cumulated.shape
    flat = (cumulated / cumulated[:, -1:] * (1 - 1e-12) + np.arange(lines)[:, None]).ravel()
    return (
        np.searchsorted(flat, draw.random(len(rows)) * (1 - 1e-9) + rows, side="left")
        - rows * width
    )


def match_slots(place_key: Ints, slot_key: Ints) -> Ints:
    """Return the placement of each slot, -1 for a slot left over.

    Parameters
    ----------
    place_key, slot_key : family × `_FAMILY_STEP` + rank on the curve

    Both are cut in cells of `CELL` neighbouring placements; in a cell, slots are spread evenly.
    """
    found = np.full(len(slot_key), -1, dtype=np.int64)
    if not len(place_key) or not len(slot_key):
        return found
    places = np.argsort(place_key, kind="stable")
    ordered = place_key[places]
    family = ordered // _FAMILY_STEP
    rank = rank_in_group(family)
    heads = np.flatnonzero(rank % CELL == 0)
    bounds = np.where(rank[heads] == 0, family[heads] * _FAMILY_STEP, ordered[heads])
    sizes = np.diff(np.r_[heads, len(ordered)])
    cell = np.searchsorted(bounds, slot_key, side="right") - 1
    valid = np.flatnonzero((cell >= 0) & np.isin(slot_key // _FAMILY_STEP, family))
    slots = valid[np.argsort(slot_key[valid], kind="stable")]
    cell = cell[slots]
    count, order = sizes[cell], rank_in_group(cell)
    offered = np.bincount(cell, minlength=len(heads))[cell]
    spot = order * count // offered
    kept = ((order + 1) * count // offered > spot) | (offered <= count)
    found[slots[kept]] = places[heads[cell[kept]] + spot[kept]]
    return found


class Matcher:
    """Gives each placement of one year and kind a host of the registry."""

    def __init__(
        self,
        registry: Registry,
        curve: Ints,
        family: Ints,
        commune: Ints,
        draw: np.random.Generator,
    ) -> None:
        """Keep the placements: `family` and `commune` wanted, one a placement."""
        self.registry, self.curve, self.draw = registry, curve, draw
        self.family, self.commune = family, commune
        self.key = family * _FAMILY_STEP + curve[commune]
        self.host = np.full(len(family), -1, dtype=np.int64)

    def offer(self, hosts: Ints, sizes: Ints) -> None:
        """Let known hosts take placements near them, `sizes` each at most."""
        free = np.flatnonzero(self.host < 0)
        slots = np.repeat(hosts, sizes)
        slots = self.draw.permutation(slots)
        wanted = self.registry.family[slots] * _FAMILY_STEP
        place = match_slots(self.key[free], wanted + self.curve[self.registry.commune[slots]])
        taken = place >= 0
        self.host[free[place[taken]]] = slots[taken]

    def offer_all(self, hosts: Ints, sizes: Ints) -> None:
        """Offer, then offer again one place of the hosts that got none."""
        self.offer(hosts, sizes)
        left = hosts[~np.isin(hosts, self.host)]
        self.offer(left, np.ones(len(left), dtype=np.int64))

    def found_new(self, classes: Floats, tail_mean: float) -> None:
        """Group what is left, neighbours together, into hosts that are new."""
        free = np.flatnonzero(self.host < 0)
        if not len(free):
            return
        order = free[np.argsort(self.key[free] + self.draw.random(len(free)) * 0.5, kind="stable")]
        sizes = draw_sizes(self.draw, classes, tail_mean, len(order))
        group = np.searchsorted(np.cumsum(sizes), np.arange(len(order)), side="right")
        family = self.family[order]
        change = np.r_[True, (group[1:] != group[:-1]) | (family[1:] != family[:-1])]
        heads = np.flatnonzero(change)
        length = np.diff(np.r_[heads, len(order)])
        chosen = order[heads + (self.draw.random(len(heads)) * length).astype(np.int64)]
        hosts = self.registry.add(self.commune[chosen], self.family[chosen])
        self.host[order] = np.repeat(hosts, length)


def draw_sizes(draw: np.random.Generator, classes: Floats, tail: float, count: int) -> Ints:
    """Draw placements by host: one, two, or three and more (heavy tail of mean `tail`)."""
    kind = draw_classes(draw, classes[None, :], np.zeros(count, dtype=np.int64))
    excess = draw.lognormal(np.log(max(tail - 2.5, 0.3)) - 0.32, 0.8, count)
    big = np.minimum(3 + np.floor(excess), P.HOST_TAIL_MAX).astype(np.int64)
    return np.where(kind == 2, big, kind + 1)


def _size_class(count: Ints) -> Ints:
    return np.clip(count, 1, 3) - 1


def returning(draw: np.random.Generator, registry: Registry) -> Flags:
    """Draw which hosts of last year host again, by their vocational placements if any."""
    vocational = registry.past(1, vocational=True)
    before = np.where(vocational > 0, vocational, registry.past(1, vocational=False))
    rate = np.array(P.RETURN_RATES)[_size_class(before)]
    return (before > 0) & (draw.random(len(before)) < rate)


def place_vocational(
    seed: int, year: int, registry: Registry, curve: Ints, family: Ints, commune: Ints, back: Flags
) -> Ints:
    """Give each vocational placement of a year its host.

    Parameters
    ----------
    seed, year : seed of the draw, rank of the school year
    registry : hosts met so far, completed
    curve : rank of the communes on the curve
    family, commune : wanted, one a placement
    back : hosts of last year that return
    """
    draw = stream(seed, "accueil pro", P.YEARS[year])
    match = Matcher(registry, curve, family, commune, draw)
    target, tail = np.array(P.HOST_CLASSES), P.HOST_TAIL_MEAN
    before = registry.past(1, vocational=True)
    hosts = np.flatnonzero(back & (before > 0))
    if len(hosts):
        keep = draw.random(len(hosts)) < P.KEEP_SIZE
        sizes = np.where(keep, before[hosts], before[hosts][draw.permutation(len(hosts))])
        match.offer_all(hosts, sizes)
        wanted = target * len(family) / (target @ [1, 2, tail])
        got = np.bincount(match.host[match.host >= 0], minlength=len(registry.commune))
        held = np.bincount(_size_class(got[got > 0]), minlength=3)
        target = np.maximum(wanted - held, wanted * 0.02)
        target = target / target.sum()
        left = int((match.host < 0).sum())
        revive(match, registry, back, left / float(target @ [1, 2, tail]), target, tail)
    match.found_new(target, tail)
    return match.host


def revive(
    match: Matcher, registry: Registry, back: Flags, entering: float, classes: Floats, tail: float
) -> None:
    """Let hosts that were absent last year come back, for a share of those that enter."""
    busy = np.zeros(len(registry.commune), dtype=bool)
    busy[match.host[match.host >= 0]] = True
    known = np.zeros(len(registry.commune), dtype=bool)
    known[: len(back)] = True  # those of before this year
    absent = np.flatnonzero(known & ~busy & (registry.past(1, vocational=False) == 0))
    wanted = min(round(entering * P.REVIVED_SHARE), int(0.85 * len(absent)))
    hosts = match.draw.choice(absent, wanted, replace=False)
    match.offer(hosts, draw_sizes(match.draw, classes, tail, wanted))


def place_school(
    seed: int,
    year: int,
    registry: Registry,
    curve: Ints,
    family: Ints,
    commune: Ints,
    back: Flags,
    vocational: Ints,
) -> Ints:
    """Give each 3e and 2de GT placement of a year its host.

    Parameters
    ----------
    vocational : vocational placements of this year by host
    seed, year, registry, curve, family, commune, back : as in `place_vocational`
    """
    draw = stream(seed, "accueil 3e et 2de", P.YEARS[year])
    match = Matcher(registry, curve, family, commune, draw)
    classes, tail = np.array(P.SCHOOL_HOST_CLASSES), P.SCHOOL_HOST_TAIL_MEAN
    busy = np.flatnonzero(vocational > 0)
    extra = apportion(round(P.SHARED_SCHOOL_HOSTS * len(family)), draw.gamma(1.0, 1.0, len(busy)))
    match.offer(busy, extra)
    before = registry.past(1, vocational=False)
    mine = np.zeros(len(before), dtype=bool)
    mine[: len(back)] = back
    hosts = np.flatnonzero(mine & (vocational == 0))
    match.offer_all(hosts, np.minimum(before[hosts], 6))
    left = int((match.host < 0).sum())
    if year:
        known = back | (vocational[: len(back)] > 0)
        revive(match, registry, known, left / float(classes @ [1, 2, tail]), classes, tail)
    match.found_new(classes, tail)
    return match.host
