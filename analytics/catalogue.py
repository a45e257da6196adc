"""Catalogue of indicators: what each one is, and what it does not say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Indicator:
    """The sheet of an indicator; all texts are French and shown as they are.

    Parameters
    ----------
    id : stable key, in the URL
    name : French name
    unit : unit shown beside the value
    numerator, denominator : what is divided by what
    attribution : to whom it is counted
    polarity : +1 more is better, -1 less is better, 0 neither
    sources : files it is made from
    limits : what it does not say
    """

    id: str
    name: str
    unit: str
    numerator: str
    denominator: str
    attribution: str
    polarity: int
    sources: str
    limits: str

    @property
    def definition(self) -> str:
        """Numerator and denominator as one sentence."""
        if not self.denominator:
            return f"{self.numerator}."
        return f"{self.numerator} ÷ {self.denominator}."


_FOLLOWED = "périodes et suivis transmis par les établissements"

_SHEETS = (
    Indicator(
        "taux_acces",
        "Taux d’accès à J0",
        "%",
        "Périodes dues dont la convention est signée par tous au premier jour",
        "périodes dues dont l’état est connu ; bornes : toutes les inconnues non placées, "
        "puis toutes placées",
        "établissement",
        1,
        _FOLLOWED,
        "Il ne dit rien de la qualité du stage, ni de qui l’a trouvé. Une période sans "
        "information n’est comptée ni comme placée ni comme sans lieu.",
    ),
    Indicator(
        "sans_lieu",
        "Sans lieu à J0",
        "périodes",
        "Périodes dues sans accord d’un lieu d’accueil au premier jour",
        "périodes dues dont l’état est connu",
        "établissement",
        -1,
        _FOLLOWED,
        "Une période signée après le premier jour y est comptée. Les périodes non renseignées "
        "n’y sont pas : le nombre vrai est au moins celui-là.",
    ),
    Indicator(
        "non_renseigne",
        "Part non renseignée",
        "%",
        "Périodes dues dont l’état est inconnu",
        "périodes dues",
        "établissement",
        -1,
        _FOLLOWED,
        "Un établissement qui n’a rien transmis n’est ni bon ni mauvais : on ne sait pas.",
    ),
    Indicator(
        "manque",
        "Manque à placer",
        "places",
        "Σ max(0, objectif × périodes suivies − périodes avec un lieu au premier jour), par "
        "établissement, niveau, famille et période",
        "",
        "établissement",
        -1,
        _FOLLOWED,
        "L’objectif est une hypothèse réglable. Une période non renseignée ne manque pas : "
        "elle est inconnue.",
    ),
    Indicator(
        "apl",
        "Accessibilité potentielle",
        "places pour 100 élèves",
        "Places potentielles atteignables, partagées entre les élèves qui les atteignent",
        "élèves, là où ils étudient",
        "établissement",
        1,
        "effectifs ; établissements employeurs par commune (Insee)",
        "C’est un potentiel, pas une offre : une place par établissement employeur et par an "
        "(hypothèse). Distances à vol d’oiseau entre communes. Les employeurs et les élèves "
        "hors de l’académie n’y sont pas : les bords sont sous-estimés.",
    ),
    Indicator(
        "entreprises_engagees",
        "Entreprises engagées",
        "lieux d’accueil",
        "Lieux d’accueil distincts avec au moins une convention signée dans l’année",
        "",
        "accueil",
        1,
        "suivis transmis ; entreprises",
        "Sans SIRET, un lieu est reconnu à son nom et à sa commune : un même lieu écrit de deux "
        "façons compte deux fois. Un établissement qui n’a rien transmis ne dit pas où vont ses "
        "élèves : le nombre vrai est au moins celui-là, et un lieu « qui n’a pas signé cette "
        "année » peut n’être que non renseigné.",
    ),
    Indicator(
        "penetration",
        "Engagement du tissu",
        "%",
        "Lieux d’accueil engagés",
        "établissements employeurs du même secteur et du même territoire",
        "accueil",
        1,
        "suivis transmis ; établissements employeurs par commune (Insee)",
        "Le nombre d’employeurs est d’un autre millésime que les stages. Un employeur qui "
        "n’accueille pas n’a pas forcément été sollicité.",
    ),
    Indicator(
        "tissu",
        "Établissements employeurs",
        "établissements",
        "Établissements employeurs connus",
        "",
        "accueil",
        0,
        "établissements employeurs par commune (Insee)",
        "Ce n’est pas une offre de stages : rien ne dit que ces employeurs accueillent.",
    ),
)

CATALOGUE: dict[str, Indicator] = {sheet.id: sheet for sheet in _SHEETS}
