"""Catalogue of indicators: what each one is, and what it does not say."""

from analytics.catalogue import access, companies, course, places, quality
from analytics.catalogue.sheet import Indicator, Measure

_THEMES = (access, course, places, companies, quality)
CATALOGUE: dict[str, Indicator] = {sheet.id: sheet for theme in _THEMES for sheet in theme.SHEETS}

__all__ = ["CATALOGUE", "Indicator", "Measure"]
