"""Entreprises engagées : quelles entreprises accueillent les élèves ?"""

from dataclasses import replace

from analytics.services import hosting
from analytics.services.hosting import Chosen
from data.store.store import NotDiffusedError
from pages.components import reading, settings
from pages.components.companies import dependence, fabric, load, portfolio, quality
from pages.components.url_state import Setting, chosen, read_address

SECTION = Setting(
    "volet",
    "Volet",
    {
        "tissu": "Carte et tissu",
        "portefeuille": "Portefeuille",
        "dependance": "Dépendance",
        "qualite": "Qualité d’accueil",
        "sollicitation": "Sollicitation",
    },
    "tissu",
    140,
)
DIFFUSED = {"tissu", "portefeuille"}
BY_TRACK = {"tissu", "portefeuille", "qualite"}  # the others have one perimeter of pupils

# Réglages
view = reading.view_of_page()
outside = not view.reader.tells_hosts
always = (SECTION, settings.campaign(view), settings.zone(view))
read_address((SECTION,))
section = chosen(SECTION)
# to others, hosts are told of all pupils together
pupils = (settings.level(view),) if section in BY_TRACK and not outside else ()
own: dict[str, tuple[Setting, ...]] = {
    "tissu": (
        settings.indicator(("tissu",) if outside else ("penetration", "tissu")),
        settings.RENDERING,
        *(() if outside else (settings.family(view),)),
    ),
    "portefeuille": () if outside else (portfolio.CURVES,),
}
controls = (*always, *pupils, *own.get(section, ()))
answer, _, codes = settings.bar("Quelles entreprises accueillent les élèves\u00a0?", controls)
code = {setting.key: one for setting, one in zip(controls, codes, strict=True)}
bef = settings.selected(code["bef"])
selection = settings.selection(
    code["campagne"], code.get("niveau", settings.ALL), code.get("famille", settings.ALL)
)
inside = replace(selection, bef=bef)
here, whole = (settings.scope_text(view, hosting.by_track(s)) for s in (inside, selection))
hosts = Chosen(selection.year, bef, hosting.cut_of(selection), here, whole)

# Vue
if outside and section not in DIFFUSED:
    reading.stop_if_not_diffused(
        NotDiffusedError("Ce volet n’est pas diffusé\u00a0: il est réservé aux agents en charge.")
    )
if section == "tissu":
    fabric.show(view, inside, code["indicateur"], answer)
elif section == "portefeuille":
    portfolio.show(view, hosts, code.get("courbes", "entered"), answer)
else:
    sections = {"dependance": dependence, "qualite": quality, "sollicitation": load}
    sections[section].show(view, hosts, answer)
