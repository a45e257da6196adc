"""Contracts of the tables of the store: what a row is, what each column says, who reads it.

What readers may read, how a scope cuts it, and the dictionary of the store are made from them; a
test compares them with what a build makes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data import silence
from data.counts import COUNTS

WHOLE = "*"  # scope of what only a reader of the whole académie sees

# What a column says wherever it stands; a table that means another thing says so.
MEANINGS = {
    "abroad": "vrai\u00a0: à l’étranger",
    "activity": "rang de l’activité de l’accueil (NAF), ou vide",
    "area_km2": "superficie, km²",
    "back": "lieux qui accueillent de nouveau",
    "batch": "nom du lot",
    "bef": "code du BEF",
    "begun": "vrai\u00a0: le premier jour est passé au jour observé",
    "code": "code Insee de la commune, ou code du BEF",
    "column": "colonne du fichier",
    "commune": "code Insee de la commune",
    "commune_name": "nom de la commune",
    "company": "identifiant du lieu d’accueil\u00a0: SIRET, ou clé de son nom et de son lieu",
    "company_name": "nom qui peut être dit, sinon vide",
    "confidence": "confiance dans le rattachement",
    "country": "pays, code ISO à deux lettres",
    "crossing": "tableau diffusé",
    "cut": "population\u00a0: voie, niveau, famille, ou «\u00a0*\u00a0» pour tout",
    "date": "jours par rapport au premier jour, en suffixe de colonne («\u00a0\u00a0»\u00a0: J0)",
    "days_done": "jours faits",
    "days_planned": "jours prévus",
    "declared": "vrai\u00a0: dit par l’agent, non par le fichier",
    "derived": "vrai\u00a0: déduit des effectifs, aucun fichier de périodes",
    "division": "activité\u00a0: division de la NAF, ou grand secteur",
    "due": "périodes dues",
    "effective": "périodes indépendantes que valent les périodes connues",
    "ends": "dernier jour",
    "epci": "SIREN de l’EPCI",
    "equal": "périodes attendues au mélange de formations de l’académie",
    "establishments": "établissements employeurs",
    "family": "famille de formations",
    "file": "nom du fichier",
    "first_day": "premier jour",
    "freedom": "établissements connus, moins un (degrés de liberté)",
    "geojson": "contours, GeoJSON, degrés WGS84",
    "gone": "lieux qui n’accueillent plus",
    "hosts": "lieux d’accueil",
    "host_commune": "code Insee de la commune d’accueil",
    "ips": "indice de position sociale",
    "key": "clé",
    "km": "distance à vol d’oiseau, km",
    "known": "périodes dont l’état est connu",
    "label": "libellé",
    "largest": "placements du plus grand",
    "lat": "latitude, degrés WGS84",
    "level": "niveau",
    "line": "ligne du fichier, à partir de 1",
    "load": "élèves accueillis la campagne d’avant",
    "lon": "longitude, degrés WGS84",
    "lost": "lieux perdus",
    "may_be_named": "vrai\u00a0: le nom peut être dit",
    "minutes": "durée du trajet en voiture, minutes",
    "name": "nom",
    "new": "lieux nouveaux",
    "note": "ce qui en est dit",
    "of_trade": "vrai\u00a0: d’une activité que la famille attend",
    "observed": "jour que montrent les chiffres",
    "origin": "d’où vient le chiffre\u00a0: fichier, ou déduction",
    "parent": "UAI de l’établissement de rattachement",
    "period": "rang de la période dans l’année",
    "placements": "placements (conventions signées)",
    "place_weeks": "semaines de placement",
    "pole": "code du pôle de stages",
    "pool": "ce qui se dispute les mêmes lieux\u00a0: famille, ou voie sans famille",
    "public": "public de l’établissement (REP, REP+, quartile d’IPS, sans…)",
    "pupil_weeks": "semaines de placement dues, toutes ensemble",
    "pupils": "élèves",
    "rank": "ordre d’affichage",
    "reason": "motif, en français",
    "returning": "lieux qui reviennent",
    "rows": "lignes",
    "rural_label": "libellé de la ruralité",
    "running": "vrai\u00a0: campagne commencée, pas finie",
    "same_day": "vrai\u00a0: avait commencé au même jour de l’année que la campagne en cours",
    "school_bef": "code du BEF de l’établissement",
    "schools": "établissements",
    "schools_sent": "établissements qui ont transmis un suivi",
    "section": "section de la NAF, ou vide",
    "section_label": "libellé de la section",
    "sector": "grand secteur d’activité",
    "sent": "vrai\u00a0: l’établissement a transmis un suivi de l’année",
    "share": "part, de 0 à 1",
    "signed": "périodes signées par tous au premier jour",
    "signed_equal": "part signée attendue au mélange de l’académie, de 0 à 1",
    "signed_worth": "périodes indépendantes que valent les connues, pour la part signée",
    "siret": "SIRET",
    "size": "tranche d’effectif de l’établissement",
    "starts": "premier jour prévu",
    "status": "statut\u00a0: nouvelle, fidele, active, a_reactiver, perdue",
    "taken": "ceux qui accueillent quelqu’un cette année",
    "title": "titre du fichier",
    "told_year": "année que dit la source",
    "total": "périodes connues",
    "track": "voie\u00a0: pro, gt, college",
    "uai": "UAI de l’établissement",
    "unknown": "périodes dont l’état n’est pas connu",
    "unknown_high": f"part {silence.UNTOLD_E}, borne haute, de 0 à 1",
    "unknown_low": f"part {silence.UNTOLD_E}, borne basse, de 0 à 1",
    "value": "valeur",
    "week": "lundi de la semaine",
    "weeks": "semaines",
    "without": "périodes sans lieu au premier jour",
    "without_equal": "part sans lieu attendue au mélange de l’académie, de 0 à 1",
    "without_worth": "périodes indépendantes que valent les connues, pour la part sans lieu",
    "x": "abscisse dans la projection du territoire, m",
    "y": "ordonnée dans la projection du territoire, m",
    "year": "année scolaire, 2025-2026",
}


@dataclass(frozen=True)
class StoreTable:
    """Contract of a table of the store.

    Parameters
    ----------
    name : in the store
    grain : what a row is, in French, "une ligne par …"
    columns : names, in order
    scope : column that a scope filters on; None: the same for everybody; `WHOLE`: only for a
        reader of the whole académie
    read : False: made for other tables, or for the program; no reader has it
    diffused : a reader of the diffused level may read it
    due : condition on the rows that a read sees; "": all
    own : what columns say here that they do not say elsewhere
    """

    name: str
    grain: str
    columns: tuple[str, ...]
    scope: str | None = None
    read: bool = True
    diffused: bool = False
    due: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, column: str) -> str:
        """What a column says, with its unit, in French."""
        return self.own.get(column) or MEANINGS[column]


def _table(
    name: str, grain: str, columns: str, scope: str | None = None, **told: str
) -> StoreTable:
    """Contract of a table for the agents in charge."""
    return StoreTable(name, f"une ligne par {grain}", tuple(columns.split()), scope, own=told)


def _diffused(name: str, grain: str, columns: str, **told: str) -> StoreTable:
    """Contract of a table that a reader of the diffused level may read too."""
    return StoreTable(
        name, f"une ligne par {grain}", tuple(columns.split()), diffused=True, own=told
    )


def _inner(name: str, grain: str, columns: str, **told: str) -> StoreTable:
    """Contract of a table that no reader has."""
    return StoreTable(name, f"une ligne par {grain}", tuple(columns.split()), read=False, own=told)


_PERIOD = (
    *("uai", "year", "level", "track", "family", "period", "bef", "commune", "pole", "public"),
    *("starts", "weeks", "origin", "begun", "same_day", "sent"),
    *("due", "unknown_j21", "unknown_j7", "unknown", "unknown_p7", "cases_unknown"),
)
_STATE = (*_PERIOD, *(name for name in COUNTS if name not in _PERIOD))
_PERIODS = "établissement, année, niveau, famille et période"

TABLES = (
    # places
    _diffused(
        "bef",
        "BEF",
        "bef label status seat lon lat area_km2",
        status="officiel, ou hypothèse",
        seat="commune du siège",
    ),
    _diffused(
        "commune",
        "commune de l’académie",
        "commune name department district epci epci_name population bef confidence lon lat x y "
        "area_km2 density_class density_label rural_label",
        department="département",
        district="code de l’arrondissement",
        epci_name="nom de l’EPCI",
        population="habitants",
        density_class="classe de densité de l’Insee, 1 (dense) à 7",
        density_label="libellé de la classe de densité",
    ),
    _inner(
        "commune_bef",
        "commune et durée de validité",
        "commune bef official rule confidence status valid_from valid_to",
        official="code officiel du BEF",
        rule="règle du rattachement",
        status="officiel, ou hypothèse",
        valid_from="valide du",
        valid_to="valide jusqu’au",
    ),
    _diffused("outline", "niveau de contours", "level geojson", level="bef ou commune"),
    _inner(
        "outline_point",
        "contour",
        "level code lon lat x y area_km2",
        level="bef ou commune",
    ),
    _diffused(
        "travel_time",
        "trajet mesuré entre deux communes",
        "origin destination minutes",
        origin="commune de départ",
        destination="commune d’arrivée",
    ),
    _diffused("pole", "pôle et BEF qu’il couvre", "pole label bef"),
    _diffused("bef_pole", "BEF", "bef pole", pole="code du pôle qui le compte"),
    # reference
    _diffused(
        "level",
        "niveau",
        "level label track kind rank periods",
        kind="nature du placement",
        periods="périodes dues dans l’année",
    ),
    _inner(
        "level_period",
        "niveau et période",
        "level period weeks optional",
        optional="vrai\u00a0: facultative",
    ),
    _diffused("family", "famille de formations", "family label rank"),
    _diffused("family_sector", "famille et grand secteur attendu", "family sector"),
    _diffused("family_division", "famille et division attendue", "family division"),
    _diffused("family_activity", "famille et activité attendue du tissu", "family division"),
    _diffused(
        "naf",
        "division de la NAF",
        "division label section section_label sector sector_label",
        sector_label="libellé du grand secteur",
    ),
    _diffused("sector", "grand secteur", "sector label rank"),
    # schools and pupils
    _table(
        "school",
        "établissement",
        "uai name sector nature commune commune_name lat lon parent vocational closed bef bef_from "
        "bef_disagrees ips ips_pro priority outside_directory",
        "bef",
        sector="public ou privé",
        nature="nature de l’établissement",
        vocational="vrai\u00a0: a une voie professionnelle",
        closed="vrai\u00a0: fermé",
        bef_from="d’où vient le BEF",
        bef_disagrees="vrai\u00a0: l’annuaire dit un autre BEF",
        ips_pro="indice de position sociale de la voie professionnelle",
        priority="éducation prioritaire\u00a0: REP, REP+, ou vide",
        outside_directory="vrai\u00a0: dans aucun annuaire",
    ),
    _table(
        "school_public",
        "établissement et voie",
        "uai bef track ips_class public ips rural_class rural_from",
        "bef",
        ips_class="quartile d’IPS de la voie",
        rural_class="rural ou urbain",
        rural_from="d’où vient la ruralité",
    ),
    _table("public_group", "public", "public label rank"),
    _table(
        "enrolment",
        "établissement, année, niveau et famille",
        "uai year level family track pupils assumed origin bef",
        "bef",
        assumed="vrai\u00a0: effectif supposé, par hypothèse",
    ),
    _table(
        "residence",
        "établissement, année, niveau et commune de résidence",
        "year uai track level school_bef told_year commune bef pupils share",
        "school_bef",
        share="part des élèves de l’établissement et du niveau, de 0 à 1",
        bef="code du BEF de résidence, vide hors de l’académie",
    ),
    _table(
        "residence_bef",
        "établissement, année, niveau et BEF de résidence",
        "year uai level school_bef bef told_year share",
        "school_bef",
        share="part des élèves de l’établissement et du niveau, de 0 à 1",
        bef="code du BEF de résidence, vide hors de l’académie",
    ),
    _table(
        "demand",
        "année, commune, niveau et famille",
        "year commune level track family pupil_weeks pupils",
    ),
    _diffused("open_demand", "année, commune et voie", "year commune track pupils pupil_weeks"),
    # periods and placements
    _inner(
        "due",
        _PERIODS,
        "uai year level family period starts ends weeks pupils origin first_day begun same_day",
        pupils="élèves qui doivent la période",
    ),
    _inner(
        "placement",
        "période suivie d’un élève",
        "uai year level family period weeks starts begun same_day observed begins ends state "
        "agreed_on signed_on days_planned days_done channel trained_tutor visited evaluated "
        "interrupted country activity unplaced unsigned host_commune host_name siret company",
        starts="premier jour",
        observed="jour où la ligne a été observée",
        begins="premier jour dit par la ligne",
        state="dernier état connu",
        agreed_on="jour de l’accord",
        signed_on="jour de la signature de tous",
        channel="canal qui a trouvé le lieu",
        trained_tutor="vrai\u00a0: tuteur formé",
        visited="vrai\u00a0: visite faite",
        evaluated="vrai\u00a0: évaluation rendue",
        interrupted="vrai\u00a0: interrompu",
        unplaced="vrai\u00a0: le lieu n’a pas pu être lu",
        unsigned="vrai\u00a0: la date de signature n’a pas pu être lue",
        host_name="nom du lieu d’accueil",
    ),
    StoreTable("period_state", f"une ligne par {_PERIODS}", _STATE, "bef", due="begun", own=COUNTS),
    _table(
        "school_year",
        "année scolaire",
        "year due followed derived running",
        followed="périodes suivies",
    ),
    _diffused("campaign_day", "campagne", "year begun running first_day observed"),
    _inner(
        "cluster",
        "mesure, année, population et BEF",
        "measure year cut bef freedom total equal effective",
        measure="signed ou without",
    ),
    # hosts
    _inner(
        "company",
        "lieu d’accueil connu",
        "company siret name commune country activity size public may_be_named division section "
        "section_label sector",
        public="vrai\u00a0: employeur public",
    ),
    _table(
        "company_pair",
        "nom sans SIRET et établissement proche",
        "name plain_name commune siret known_name score verdict decided",
        WHOLE,
        plain_name="nom sans accents ni forme juridique",
        known_name="nom connu de l’établissement",
        score="ressemblance, de 0 à 1",
        verdict="sure, to_confirm ou new",
        decided="vrai\u00a0: un agent a tranché",
    ),
    _table(
        "host",
        "lieu d’accueil",
        "company country commune commune_name bef division section section_label sector size "
        "public may_be_named company_name",
        "bef",
        public="vrai\u00a0: employeur public",
    ),
    _table(
        "hosting",
        "lieu d’accueil et son lieu, établissement, niveau, famille, période et année",
        "year company uai bef track level family period same_day host_commune abroad km placements "
        "place_weeks tutors_known tutors_trained",
        "bef",
        tutors_known="placements dont on sait si le tuteur est formé",
        tutors_trained="placements dont le tuteur est formé",
    ),
    _table(
        "host_place",
        "établissement, niveau, famille, période et lieu d’accueil",
        "year uai track level family period same_day school_bef public commune bef place placed",
        "school_bef",
        commune="code Insee de la commune d’accueil",
        bef="code du BEF d’accueil",
        place="où est l’accueil\u00a0: en BEF, hors de l’académie, à l’étranger, inconnu",
        placed="placements",
    ),
    _table(
        "capacity",
        "année, commune, secteur, taille et population",
        "year commune sector size pool placements place_weeks hosts settled bef",
        "bef",
        settled="placements d’un lieu dans sa commune",
    ),
    _table(
        "capacity_whole",
        "année, secteur, taille et population",
        "year sector size pool placements place_weeks",
    ),
    _table(
        "portfolio",
        "lieu d’accueil et campagne depuis sa première",
        "year company bef status placements schools",
        "bef",
    ),
    _table(
        "portfolio_cell",
        "campagne, population, BEF, activité, taille et statut",
        "year cut bef sector section size of_trade status before hosts",
        "bef",
        before="vrai\u00a0: actif la campagne d’avant",
    ),
    _table(
        "portfolio_commune",
        "campagne, population, commune et statut",
        "year cut bef commune of_trade status hosts",
        "bef",
    ),
    _table(
        "stay",
        "population, première campagne, BEF, section, taille et durée",
        "cut entered entry_seen bef section size lasted ended hosts",
        "bef",
        entered="première campagne",
        entry_seen="vrai\u00a0: l’entrée a été observée",
        lasted="campagnes de suite",
        ended="vrai\u00a0: n’accueille plus ensuite",
    ),
    _table(
        "host_return",
        "campagne du retour, population, BEF, section, taille et élèves accueillis avant",
        "year cut bef section size load hosts back",
        "bef",
    ),
    _table(
        "return_estimate",
        "campagne, population et élèves accueillis avant",
        "year cut load hosts back",
        WHOLE,
        hosts="lieux d’accueil, estimation",
        back="lieux qui reviennent, estimation",
    ),
    _inner(
        "return_weight",
        "campagne et élèves accueillis avant",
        "year load back gone largest placements",
    ),
    _table(
        "host_quality",
        "campagne, BEF et public accueilli",
        "year bef public hosts hosts_told hosts_trained",
        "bef",
        hosts_told="lieux dont on sait si un tuteur est formé",
        hosts_trained="lieux dont un tuteur est formé",
    ),
    _table(
        "dependence",
        "campagne, BEF, établissement et famille («\u00a0*\u00a0»\u00a0: tous)",
        "year bef uai family hosts placements squares top largest company",
        "bef",
        squares="somme des carrés des placements par lieu",
        top="part du dixième de lieux qui en a le plus, de 0 à 1",
        company="identifiant du lieu qui a le plus de placements",
    ),
    _table(
        "host_fit",
        "campagne, BEF, famille et division de l’accueil",
        "year bef family division hosts placements",
        "bef",
    ),
    _table(
        "host_week",
        "lieu d’accueil et semaine où il a au moins deux élèves",
        "year company bef week pupils schools",
        "bef",
    ),
    _table(
        "week_load",
        "campagne, BEF et semaine",
        "year bef week hosts pupils shared most",
        "bef",
        shared="lieux de plusieurs établissements",
        most="élèves au plus chez un lieu",
    ),
    _table(
        "load_cell",
        "campagne, BEF, nombre d’établissements et pointe",
        "year bef schools peak hosts placements",
        "bef",
        schools="établissements (3\u00a0: trois et plus)",
        peak="élèves au plus à la fois (1, 2, 3\u00a0: 3 ou 4, 5\u00a0: plus)",
    ),
    _table(
        "past_host",
        "campagne, établissement et famille",
        "year bef uai family hosts taken",
        "bef",
        hosts="lieux des deux campagnes d’avant",
    ),
    # employers
    _diffused("fabric", "commune et grand secteur", "commune sector establishments"),
    _diffused(
        "fabric_division",
        "commune, activité et source",
        "commune division establishments source sector",
        source="source du chiffre",
    ),
    _diffused("fabric_activity", "activité du tissu", "division sector label"),
    _diffused("fabric_size", "commune et taille", "commune size establishments"),
    _table("bef_fabric", "BEF et grand secteur", "bef sector establishments"),
    _table(
        "bef_profile",
        "année scolaire et BEF",
        "year bef pupils people density ips vocational rural employers",
        people="habitants",
        density="habitants au km²",
        ips="indice de position sociale moyen des élèves",
        vocational="part des élèves en voie professionnelle, de 0 à 1",
        rural="part des habitants en commune rurale, de 0 à 1",
        employers="établissements employeurs pour 1\u202f000 habitants",
    ),
    # what is diffused, and its secrecy
    _diffused(
        "diffused",
        "année, BEF, population et famille",
        "year bef unknown_low unknown_high due known signed without unknown cut family schools "
        "schools_sent freedom signed_worth without_worth signed_equal without_equal",
    ),
    _diffused(
        "diffused_dates",
        "année, BEF, population et date",
        "year bef cut unknown_low unknown_high due date signed without known unknown",
        signed="périodes signées à la date",
        without="périodes sans lieu à la date",
    ),
    _diffused("diffused_hosts", "année, BEF et secteur", "year bef sector hosts"),
    _diffused("diffused_moves", "année et BEF", "year bef hosts new returning lost"),
    _diffused(
        "diffused_public",
        "année, voie et public",
        "year public unknown_low unknown_high due known signed without unknown track schools "
        "schools_sent freedom signed_worth without_worth",
    ),
    _diffused(
        "diffused_return", "campagne et élèves accueillis avant", "year load hosts back gone"
    ),
    _diffused("diffused_section", "année et section de la NAF", "year section hosts"),
    _diffused("diffused_size", "année et taille", "year size hosts"),
    _inner(
        "secret",
        "case d’un tableau diffusé",
        "crossing year key other count value hidden",
        key="case\u00a0: BEF, famille…",
        other="l’autre dimension de la case",
        count="ce qui est compté",
        hidden="vrai\u00a0: secrète",
    ),
    # the version and its files
    _diffused("info", "fait sur la version", "key value"),
    _table(
        "batch",
        "lot",
        "batch number author made_at origin demo forced",
        number="rang du lot",
        author="compte qui a importé",
        made_at="jour et heure, UTC",
        origin="nom du dossier",
        demo="vrai\u00a0: démonstration",
        forced="vrai\u00a0: publié malgré les refus",
    ),
    _table(
        "import_file",
        "fichier",
        "file batch sha256 contract title encoding separator vintage observed_on declared read "
        "accepted repaired rejected note",
        sha256="empreinte du contenu",
        contract="nom du contrat",
        encoding="encodage",
        separator="séparateur",
        vintage="millésime",
        observed_on="jour que montre le fichier",
        read="lignes lues",
        accepted="lignes acceptées",
        repaired="lignes réparées",
        rejected="lignes refusées",
    ),
    _table(
        "reject",
        "cellule ou ligne refusée",
        "file line column value reason row",
        WHOLE,
        value="ce qui était écrit",
        row="la ligne entière",
    ),
    _inner(
        "repair", "cellule réparée", "file line column value reason", value="ce qui était écrit"
    ),
    _table(
        "remark",
        "remarque sur la version",
        "topic text amount detail",
        topic="sujet",
        text="remarque",
        amount="nombre",
        detail="où, lesquels",
    ),
    _inner(
        "signature",
        "table de la version",
        "table rows checksum",
        table="nom de la table",
        checksum="somme de contrôle de ses lignes",
    ),
)
