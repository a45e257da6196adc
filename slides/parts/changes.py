"""What changed beyond the ordinary variation: for the agents in charge."""

from analytics.verdicts.digest import digest
from data.store.store import NotDiffusedError
from figures.pole.digest import describe_changes, digest_content
from slides.changes import digest_slides
from slides.material import Material
from slides.outline import Slide


def changes(m: Material) -> list[Slide]:
    """The digest of the campaign; none in a document for committees: nothing of it is diffused."""
    try:
        found = digest(m.store, m.scope, m.chosen(m.bef))
    except NotDiffusedError:
        return []
    title = f"Ce qui a changé en {m.year}"
    examined = m.publish(describe_changes(found.changes), title)
    content = digest_content(examined, m.publish(found.silences, title))
    return list(digest_slides(content, examined, m.part, m.link("changements", niveau="pro")))
