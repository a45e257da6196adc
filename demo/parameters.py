"""What the demonstration data are calibrated on: every figure the generator is asked to reach.

Public figures and the house's assumptions alike; the data themselves are invented.
"""

from typing import Final

YEARS: Final = (2022, 2023, 2024, 2025)  # first calendar year of each school year
YEAR_LABELS: Final = tuple(f"{year}-{year + 1}" for year in YEARS)
VOLUME_BY_YEAR: Final = (1.006, 1.002, 0.998, 1.0)

PUPILS_PRO: Final = 23_900
PUPILS_3E: Final = 25_500
PUPILS_2GT: Final = 17_000
SCHOOLS_PRO: Final = 92
SCHOOLS_GT: Final = 55
COLLEGES: Final = 230
REP_PLUS, REP = 9, 25
POLYVALENT_SHARE: Final = 0.24  # of vocational schools, they also teach 2de GT
SECTION_SHARE: Final = 0.16  # of vocational schools, sections attached to a lycée
EXEMPT_SHARE: Final = 0.004

# official BEF code -> pupils of the vocational streams, their social index (IPS)
BEF_PRO: Final = {
    "12402": (594, 81.5),
    "12403": (787, 85.6),
    "12414": (2852, 87.1),
    "12415": (1295, 76.6),
    "12456": (1720, 82.6),
    "12503": (1021, 81.0),
    "12512": (901, 82.1),
    "12701": (791, 82.4),
    "12759": (1410, 75.4),
    "12760": (788, 81.2),
    "12724": (1319, 83.7),
    "12756": (2436, 75.6),
    "12757": (709, 85.3),
    "12778": (1245, 84.2),
    "12758": (1878, 82.2),
    "12802": (2074, 85.1),
    "12814": (1735, 83.6),
}
IPS_QUARTILES: Final = (76.7, 81.2, 85.7)
# official BEF code -> family -> share of its vocational pupils
LOCAL_MARKS: Final = {
    "12759": {"commerce": 0.44},
    "12701": {"sante": 0.37, "hotellerie": 0.28},
    "12760": {"btp": 0.20, "chaudronnerie": 0.20, "auto": 0.21},
    "12503": {"cuisine": 0.13, "hotellerie": 0.10},
    "12802": {"logistique": 0.10},
}
LEVEL_SHARES: Final = {"2PRO": 0.265, "1PRO": 0.32, "TPRO": 0.25, "CAP1": 0.09, "CAP2": 0.075}
# share of the pupils of a family in CAP, before scaling to the mean of LEVEL_SHARES
CAP_WEIGHT: Final = {
    "commerce": 1.0,
    "sante": 0.5,
    "electricite": 0.4,
    "gestion": 0.0,
    "cuisine": 2.6,
    "hotellerie": 1.2,
    "auto": 1.0,
    "logistique": 0.9,
    "btp": 2.2,
    "maintenance": 0.3,
    "chaudronnerie": 1.2,
    "coiffure": 2.6,
    "securite": 0.8,
    "bois": 2.2,
    "autre": 1.2,
}

# --- access on day 1 -----------------------------------------------------------------------
PLACED_PRO: Final = 0.93
FAMILY_RATE: Final = {
    "commerce": 0.915,
    "sante": 0.93,
    "electricite": 0.93,
    "gestion": 0.875,
    "cuisine": 0.95,
    "hotellerie": 0.97,
    "auto": 0.97,
    "logistique": 0.94,
    "btp": 0.97,
    "maintenance": 0.945,
    "chaudronnerie": 0.95,
    "coiffure": 0.93,
    "securite": 0.905,
    "bois": 0.95,
    "autre": 0.94,
}
LEVEL_RATE: Final = {"2PRO": 0.885, "1PRO": 0.94, "TPRO": 0.95, "CAP1": 0.925, "CAP2": 0.95}
SLOPE_POINTS: Final = 0.35  # points of rate for a point of IPS, at equal formation
RURAL_POINTS: Final = -3.0
STARVED: Final = ("BEF-09", "commerce", -8.0)
NULL_BEF: Final = "BEF-06"
BEF_POINTS: Final = {
    "BEF-01": 1.0,
    "BEF-02": -0.6,
    "BEF-03": 0.4,
    "BEF-04": -1.5,
    "BEF-05": 1.2,
    "BEF-06": 0.0,
    "BEF-07": -0.5,
    "BEF-08": 1.5,
    "BEF-09": 0.6,
    "BEF-10": -1.0,
    "BEF-11": 0.8,
    "BEF-12": -2.0,
    "BEF-13": 1.8,
}
TREND_POINTS: Final = {"BEF-07": 1.0, "BEF-12": -1.0}  # points a year; none elsewhere
SCHOOL_SD: Final = 0.33  # logits
SCHOOL_YEAR_SD: Final = 0.10
TERTIARY: Final = ("commerce", "gestion", "coiffure")
# among those not signed on day 1: agreed, found within 7 days, found later, never
MISSED_SHARES: Final = (0.29, 0.40, 0.09, 0.22)
UNKNOWN_STATE: Final = 0.006
LATE_SHARE: Final = 0.045  # agreed less than 7 days before the start, among signed on day 1
GT_RATE: Final = {"54": 0.93, "55": 0.91, "57": 0.91, "88": 0.965}
GT_RURAL_RATE: Final = 0.77
COLLEGE_RATE: Final = {"hors EP": 0.955, "REP": 0.91, "REP+": 0.87}

# --- channels: famille, seul, ancien lieu, école, pôle, plateforme --------------------------
CHANNELS: Final = ("famille", "seul", "ancien lieu", "école", "pôle", "plateforme")
CHANNEL_BY_QUARTILE: Final = (
    (0.22, 0.28, 0.12, 0.30, 0.05, 0.03),
    (0.27, 0.30, 0.14, 0.24, 0.03, 0.02),
    (0.32, 0.30, 0.15, 0.19, 0.02, 0.02),
    (0.38, 0.29, 0.16, 0.14, 0.015, 0.015),
)
CHANNEL_BY_ZONE: Final = {
    "hors EP": (0.68, 0.14, 0.03, 0.11, 0.01, 0.03),
    "REP": (0.52, 0.13, 0.03, 0.23, 0.05, 0.04),
    "REP+": (0.45, 0.12, 0.03, 0.28, 0.07, 0.05),
}

# --- hosts -----------------------------------------------------------------------------------
DISTANCE: Final = {  # family or level -> median, 90th percentile, km as the crow flies
    "commerce": (6.0, 20.0),
    "sante": (9.0, 28.0),
    "electricite": (10.0, 32.0),
    "gestion": (7.0, 22.0),
    "cuisine": (8.0, 26.0),
    "hotellerie": (12.0, 60.0),
    "auto": (8.0, 25.0),
    "logistique": (12.0, 36.0),
    "btp": (12.0, 35.0),
    "maintenance": (14.0, 45.0),
    "chaudronnerie": (14.0, 45.0),
    "coiffure": (6.0, 20.0),
    "securite": (10.0, 32.0),
    "bois": (12.0, 35.0),
    "autre": (11.0, 35.0),
    "3e": (5.0, 18.0),
    "2GT": (8.0, 28.0),
}
# factors on the law that is drawn, so that the law above is met once hosts took their neighbours
DISTANCE_DRAWN: Final = {
    "commerce": (0.65, 0.69),
    "sante": (0.81, 0.85),
    "electricite": (0.78, 0.79),
    "gestion": (0.73, 0.71),
    "cuisine": (0.8, 0.76),
    "hotellerie": (0.65, 1.03),
    "auto": (0.79, 0.68),
    "logistique": (0.91, 0.83),
    "btp": (0.88, 0.73),
    "maintenance": (0.78, 0.73),
    "chaudronnerie": (0.86, 0.78),
    "coiffure": (0.69, 0.47),
    "securite": (0.77, 0.66),
    "bois": (0.79, 0.6),
    "autre": (0.82, 0.77),
    "3e": (0.37, 0.37),
    "2GT": (0.67, 0.63),
}
RURAL_STRETCH: Final = 1.8
HOST_CLASSES: Final = (0.62, 0.20, 0.18)  # one, two, three or more vocational placements
HOST_TAIL_MEAN: Final = 5.6  # mean of the last class
HOST_TAIL_MAX: Final = 45
RETURN_RATES: Final = (0.45, 0.635, 0.80)
KEEP_SIZE: Final = 0.6
REVIVED_SHARE: Final = 0.85  # of hosts that enter, those that hosted before last year
OTHER_FAMILY: Final = 0.09  # placements found with a host of another family
SCHOOL_FAMILY_WEIGHT: Final = {  # activities met in 3e and 2de GT
    "commerce": 17, "sante": 20, "electricite": 6, "gestion": 19, "cuisine": 7, "hotellerie": 6,
    "auto": 6, "logistique": 3, "btp": 4, "maintenance": 2, "chaudronnerie": 2, "coiffure": 3,
    "securite": 1, "bois": 2, "autre": 2,
}  # fmt: skip
SHARED_SCHOOL_HOSTS: Final = 0.68  # 3e and 2de GT placements with a vocational host
SCHOOL_HOST_TAIL_MEAN: Final = 6.0
SCHOOL_HOST_CLASSES: Final = (0.64, 0.20, 0.16)
ABROAD: Final = {"BEF-04": 0.038, "BEF-08": 0.036, "BEF-09": 0.033, "BEF-11": 0.032}
ABROAD_COUNTRIES: Final = {  # Luxembourg, Germany, Belgium
    "BEF-04": (0.6, 0.0, 0.4),
    "BEF-08": (0.9, 0.1, 0.0),
    "BEF-09": (0.05, 0.95, 0.0),
    "BEF-11": (0.0, 1.0, 0.0),
}
SIZES: Final = ("0-9", "10-49", "50-249", "250+")
SIZE_SHARES: Final = (0.55, 0.25, 0.13, 0.07)
SOLE_TRADERS: Final = 0.12
NOT_DIFFUSIBLE: Final = 0.06
NAF_WEIGHT: Final = {  # family -> division -> weight; 1 when absent
    "gestion": {"84": 5, "69": 3, "86": 1, "87": 1, "88": 1, "68": 2},
    "commerce": {"47": 12, "46": 2, "45": 1, "96": 1},
    "sante": {"87": 4, "88": 3, "86": 2, "85": 2},
    "electricite": {"43": 6, "62": 2, "95": 2, "33": 2},
    "cuisine": {"56": 5, "10": 3, "47": 2, "55": 1},
    "hotellerie": {"56": 3, "55": 2},
    "btp": {"43": 6, "41": 2, "42": 1},
    "logistique": {"49": 4, "52": 3, "46": 2},
    "bois": {"16": 2, "31": 1, "43": 3},
    "autre": {"01": 4, "02": 2, "81": 5},
}
NAF_CLASS: Final = {
    "01": "01.50Z", "02": "02.20Z", "10": "10.71C", "16": "16.10A", "24": "24.51Z", "25": "25.62B",
    "27": "27.12Z", "28": "28.41Z", "29": "29.32Z", "31": "31.09B", "33": "33.12Z", "35": "35.13Z",
    "41": "41.20A", "42": "42.11Z", "43": "43.22A", "45": "45.20A", "46": "46.39B", "47": "47.11D",
    "49": "49.41A", "52": "52.10B", "55": "55.10Z", "56": "56.10A", "61": "61.10Z", "62": "62.01Z",
    "68": "68.31Z", "69": "69.20Z", "80": "80.10Z", "81": "81.21Z", "84": "84.11Z", "85": "85.20Z",
    "86": "86.10Z", "87": "87.10A", "88": "88.91A", "95": "95.22Z", "96": "96.02A",
}  # fmt: skip
TRAINED_TUTORS: Final = 0.14
EVALUATED, INTERRUPTED, DAYS_DONE = 0.50, 0.03, 0.93
CASES, CASES_SOLVED = 0.03, 0.70

# --- defects ---------------------------------------------------------------------------------
NO_SIRET: Final = 0.15
SCIENTIFIC_SIRET: Final = 0.02
SHORT_SIRET: Final = 0.01
BAD_POSTCODE: Final = 0.04
CHANNEL_UNKNOWN: Final = (0.30, 0.50)  # bounds of the share by school
SILENT, SILENT_ALWAYS = 0.08, 0.03
TWO_NAMES: Final = 0.05
UNKNOWN_UAI: Final = 0.015
DATE_STYLES: Final = ("fr", "iso", "fr", "iso")  # by year

# --- employer establishments of the académie, Insee 2018 -------------------------------------
EMPLOYERS: Final = {"AZ": 2583, "BE": 5182, "FZ": 6487, "GZ": 12_461, "HU": 23_597, "OQ": 12_054}
EMPLOYERS_1_9, EMPLOYERS_10 = 45_647, 12_062
# private employers by division, as the Urssaf counts them around Rouen in 2022: its commonest class
PRIVATE_EMPLOYERS: Final = {
    "0812Z": 10, "1071C": 340, "1105Z": 9, "1392Z": 9, "1413Z": 4, "1512Z": 2, "1623Z": 13,
    "1729Z": 13, "1812Z": 46, "1920Z": 2, "2030Z": 24, "2120Z": 6, "2229A": 24, "2363Z": 39,
    "2433Z": 5, "2562B": 72, "2651B": 15, "2712Z": 12, "2825Z": 32, "2920Z": 16, "3020Z": 3,
    "3109B": 8, "3250A": 54, "3312Z": 122, "3513Z": 30, "3600Z": 4, "3700Z": 11, "3832Z": 49,
    "3900Z": 7, "4120A": 182, "4211Z": 44, "4399C": 1405, "4520A": 491, "4669B": 663,
    "4771Z": 2065, "4941A": 305, "5040Z": 20, "5110Z": 1, "5229B": 192, "5310Z": 45, "5510Z": 104,
    "5610A": 1353, "5829C": 44, "5911B": 38, "6010Z": 11, "6110Z": 33, "6202A": 187, "6311Z": 25,
    "6420Z": 389, "6512Z": 83, "6622Z": 334, "6831Z": 396, "6910Z": 381, "7022Z": 387,
    "7112B": 459, "7219Z": 20, "7311Z": 70, "7490B": 86, "7500Z": 47, "7732Z": 113, "7820Z": 250,
    "7911Z": 35, "8010Z": 52, "8110Z": 337, "8219Z": 233, "8430A": 30, "8559A": 314, "8623Z": 630,
    "8790B": 126, "8891A": 352, "9001Z": 203, "9103Z": 8, "9200Z": 4, "9312Z": 422, "9499Z": 403,
    "9529Z": 38, "9602A": 587,
}  # fmt: skip
PRIVATE_SHARE: Final = 0.6  # of the employers of teaching, health and social work

# --- residence -------------------------------------------------------------------------------
# level (else "pro") -> scale in km and power of the gravity around the school
HOME_GRAVITY: Final = {"3e": (2.5, 3.6), "2GT": (5.0, 3.2), "pro": (8.0, 3.0)}
HOME_YEARS: Final = 2  # the last ones: nobody sends residences of long ago
HOME_UNKNOWN: Final = 0.001  # pupils whose commune a school does not tell
HOME_SILENT: Final = 0.04  # schools that send no file of residences
# communes around the académie: code, latitude, longitude, inhabitants (rounded)
NEIGHBOURS: Final = (
    ("67434", 48.94, 7.09, 2_900),
    ("67437", 48.74, 7.36, 11_200),
    ("67180", 48.82, 7.79, 35_000),
    ("67462", 48.26, 7.45, 19_300),
    ("52448", 48.64, 4.95, 23_000),
    ("52121", 48.11, 5.14, 22_000),
    ("70311", 47.82, 6.37, 6_500),
    ("08490", 49.40, 4.70, 4_000),
    ("08409", 49.70, 4.94, 16_500),
    ("51507", 49.09, 4.90, 4_000),
)
