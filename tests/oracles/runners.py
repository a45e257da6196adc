"""The function that runs each reference case, from its inputs to each part of what it expects."""

import numpy as np

from tests.oracles import accessibility, disclosure, engagement, inequality, linkage, rates, spatial
from tests.oracles.cases import Runner

RUNNERS: dict[str, Runner] = {
    "disclosure-differencing": disclosure.differencing,
    "access-2sfca": accessibility.catchment(lambda t: (t <= 45).astype(float)),
    "access-2sfca-exp": accessibility.catchment(lambda t: np.exp(-0.05 * t)),
    "access-2sfca-step": accessibility.catchment(
        lambda t: np.select([t < 15, t < 30, t < 45], [1.0, 0.67, 0.33], 0.0)
    ),
    "access-aceso-3x2": accessibility.within_radius,
    "access-apl-drees-2012": accessibility.drees,
    "access-gravity-exp": accessibility.gravity,
    "access-raam-scale-trap": accessibility.rational_agents,
    "access-spatial-availability": accessibility.availability,
    "ci-newcombe-wilson": rates.wilson,
    "concentration-hhi-doj": engagement.department_of_justice,
    "concentration-housing-10000": inequality.housing,
    "concentration-worldbank-india": inequality.india,
    "eb-auckland-marshall": rates.auckland,
    "eb-stl-marshall": rates.saint_louis,
    "funnel-phe-proportion": rates.funnel_proportion,
    "funnel-poisson-exact": rates.funnel_poisson,
    "geodesy-flinders-buninyong": accessibility.flinders,
    "inequality-bho5-equity": inequality.hexagons,
    "inequality-damgaard-weiner": inequality.small_sample_gini,
    "inequality-ineq10": inequality.incomes,
    "inequality-mexico-gini": inequality.mexico_gini,
    "inequality-mexico-theil-decomposition": inequality.mexico_theil,
    "inequality-theil-zeros": inequality.theil_zeros,
    "inequality-usa1968-grouped": inequality.weighted_incomes,
    "linkage-jaro-winkler": linkage.words,
    "shrinkage-betabinomial-lirat": rates.beta_binomial,
    "spatial-columbus-moran": spatial.columbus,
    "spatial-getis-6pts": spatial.six_points,
    "spatial-lattice-exact": spatial.lattice,
    "spatial-lisa-two-sided-trap": spatial.doubled_tail,
    "spatial-stl-moran": spatial.saint_louis_moran,
    "standardisation-fleiss-direct": rates.fleiss,
    "standardisation-phe-isr": rates.ukhsa_ratio,
    "standardisation-selvin-indirect": rates.selvin,
    "survival-aml-km": engagement.leukaemia,
}
