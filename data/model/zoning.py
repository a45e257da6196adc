"""Zoning of a version: its communes, BEF and outlines, given, else shipped, else derived."""

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from data.contracts import ZONING, Contract
from data.contracts.kinds import fold
from data.frames import entered
from data.linking import basins
from data.linking.labels import readable
from data.model import batches
from data.readers import IntakeError
from data.reference import REFERENCE
from data.reference.academies import DEFAULT, Academie
from geo import outlines
from geo.neighbours import touching
from geo.travel import REACH_KM, reaching

COMMUNES, BEF, BEF_OFFICIELS, COMMUNE_BEF = ZONING
SHIPPED = "référence livrée : "
DERIVED = "déduit des établissements"
_FRANCE = REFERENCE / "france"
_IN_FORCE = "today() BETWEEN valide_du AND valide_au"
# What the zoning is made from, as it is shown.
GIVEN = "fichiers importés"
SHIPPED_ZONING = "zonage livré"
DIRECTORY = "codes de l’annuaire de l’éducation"
ZAP = "zones d’animation pédagogique (ZAP)"
DISTRICTS = "arrondissements"
_HALF = 0.5  # share of the lycées that must have a code for its zoning to be used


def complete(con: duckdb.DuckDBPyConnection, academie: Academie) -> str:
    """Fill what the batches do not give of the zoning; say what it is made from.

    Parameters
    ----------
    con : version being built, its live rows in `source`
    academie : whose communes they are

    Returns
    -------
    one of `GIVEN`, `SHIPPED_ZONING`, `DIRECTORY`, `ZAP`, `DISTRICTS`

    Raises
    ------
    IntakeError : the zoning is incoherent
    """
    _add_communes(con, academie)
    given = [contract for contract in ZONING if _has(con, contract.name)]
    kind = GIVEN
    if academie.name == DEFAULT and BEF not in given:
        kind = GIVEN if COMMUNE_BEF in given else SHIPPED_ZONING
        for contract in (BEF, BEF_OFFICIELS, COMMUNE_BEF):
            if contract not in given:
                _take_shipped(con, contract)
        con.execute(  # the shipped codes say nothing of another zoning
            """DELETE FROM source.bef_officiels WHERE bef NOT IN (SELECT code FROM source.bef)
               AND _file LIKE ? || '%'""",
            [SHIPPED],
        )
    else:
        schools = _schools(con)
        if COMMUNE_BEF not in given:
            kind = _derive(con, schools)
        elif BEF not in given:
            _name_basins(con)
        if BEF_OFFICIELS not in given:
            _keep_officials(con, _agreeing(con, schools))
    _check(con)
    _complete_communes(con)
    return kind


def _has(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.execute(f"SELECT count(*) FROM source.{table}").fetchone() != (0,)


def _add_communes(con: duckdb.DuckDBPyConnection, academie: Academie) -> None:
    """Take the communes of the académie from those of France where no file gives them."""
    if _has(con, "communes"):
        return
    _take_communes(con, f"departement IN {academie.departments!r}".replace(",)", ")"))
    _note_shipped(con, COMMUNES, "communes.parquet", academie)


def _take_communes(con: duckdb.DuckDBPyConnection, where: str) -> None:
    con.execute(
        f"""INSERT INTO source.communes BY NAME
            SELECT $file AS _file, file_row_number + 1 AS _line, code, nom, departement,
                   arrondissement, arrondissement_nom, epci, epci_nom, codes_postaux,
                   population::BIGINT AS population, []::VARCHAR[] AS _unread
            FROM read_parquet($path, file_row_number=true) WHERE {where}""",
        {
            "file": SHIPPED + "communes.parquet",
            "path": str(_FRANCE / "communes.parquet"),
        },
    )


def _note_shipped(
    con: duckdb.DuckDBPyConnection, contract: Contract, file: str, academie: Academie
) -> None:
    con.execute(
        f"""INSERT INTO import_file (file, contract, title, read, note)
            SELECT ?, ?, ?, count(*), ? FROM source.{contract.name}""",
        [SHIPPED + file, contract.name, contract.title, f"académie {academie.of_name}"],
    )


def _take_shipped(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Add the rows of a shipped file of the zoning of the default académie.

    It is read as it stands: a test holds that its contract repairs and refuses nothing of it.
    """
    path = REFERENCE / f"{contract.name}.csv"
    with path.open(encoding="utf-8") as stream:
        header = stream.readline().strip().split(",")
    found = contract.match(header)
    cells = ", ".join(
        f"nullif(column{found[c.name]}, '')::{c.sql_type} AS {c.name}"
        if c.name in found
        else f"NULL::{c.sql_type} AS {c.name}"
        for c in contract.columns
    )
    con.execute(
        f"""INSERT INTO source.{contract.name}
            SELECT $file, line, {batches.meant(contract)} FROM (
                SELECT row_number() OVER () + 1 AS line, {cells}, NULL AS _unread
                FROM read_csv($path, header=false, skip=1, all_varchar=true, delim=',',
                              names={[f"column{at}" for at in range(len(header))]}))""",
        {"file": SHIPPED + path.name, "path": str(path)},
    )
    con.execute(
        f"""INSERT INTO import_file (file, contract, title, read, note)
            SELECT ?, ?, ?, count(*), '' FROM source.{contract.name}""",
        [SHIPPED + path.name, contract.name, contract.title],
    )


def _schools(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Schools of the directory with what says their zone, the oldest row of each first."""
    return con.execute(
        """SELECT uai, coalesce(p.code, commune) AS commune, longitude AS lon, latitude AS lat,
                  date_maj AS day,
                  bef_officiel AS code, bef_libelle AS label, zap,
                  lower(strip_accents(coalesce(type, ''))) = 'ecole'
                  OR regexp_matches(coalesce(nature, ''),
                                    '^ECOLE (DE NIVEAU ELEM|MATERN|ELEM|PRIM)') AS "primary"
           FROM source.etablissements  -- an arrondissement is of its city
           LEFT JOIN (SELECT ancien, code FROM ref_communes_passage) p ON p.ancien = commune
           SEMI JOIN source.communes c ON c.code = coalesce(p.code, commune)
           WHERE lower(strip_accents(coalesce(type, ''))) NOT IN
                 ('medico-social', 'service administratif', 'information et orientation', 'autre')
           ORDER BY uai, day NULLS FIRST"""
    ).df()


def _derive(con: duckdb.DuckDBPyConnection, schools: pd.DataFrame) -> str:
    """Give a BEF to each commune from the codes of schools; tell by which rule, from what."""
    kind, placed = _placed(con, schools)
    communes = con.execute(
        """SELECT c.code, c.departement AS department, f.lon_interieur AS lon,
                  f.lat_interieur AS lat
           FROM source.communes c JOIN ref_communes_france f USING (code) ORDER BY c.code"""
    ).df()
    shapes = _shipped_outlines(communes["code"]).set_index("code").loc[communes["code"]]
    found = basins.derive(communes, placed, touching(shapes.geometry.to_numpy()))
    if kind == DISTRICTS:
        found[["rule", "confidence"]] = ["arrondissement", basins.HIGH]
    with entered(con, "found", found):
        con.execute(
            """INSERT INTO source.commune_bef BY NAME
               SELECT ? AS _file, row_number() OVER () AS _line, code, bef, rule AS regle,
                      confidence AS confiance, DATE '2015-09-01' AS valide_du,
                      DATE '9999-12-31' AS valide_au, 'hypothese' AS statut,
                      []::VARCHAR[] AS _unread
               FROM found ORDER BY code""",
            [DERIVED],
        )
    con.execute(
        """INSERT INTO import_file (file, contract, title, read, note)
           SELECT ?, ?, ?, count(*), ? FROM source.commune_bef""",
        [DERIVED, COMMUNE_BEF.name, COMMUNE_BEF.title, f"hypothèse, d’après : {kind}"],
    )
    con.execute(
        """INSERT INTO remark
           SELECT 'Zonage', 'Rattachement déduit (hypothèse, à corriger et importer de nouveau) : '
                  || regle || ', confiance ' || replace(confiance, 'elevee', 'élevée'), count(*), ''
           FROM source.commune_bef GROUP BY regle, confiance ORDER BY count(*) DESC, regle"""
    )
    return kind


def _placed(con: duckdb.DuckDBPyConnection, schools: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Fill the BEF that no file gives; return what they are, and the schools of each.

    Returns
    -------
    French name of the zoning used, and its schools as `basins.derive` takes them

    Raises
    ------
    IntakeError : no code of the directory leads to a BEF of the file of BEF
    """
    latest = schools.drop_duplicates("uai", keep="last")
    if schools["code"].notna().any():
        if not _has(con, "bef"):
            own = schools.dropna(subset="code").assign(
                code=lambda table: table["code"].replace(superseded(schools))
            )
            named = own.sort_values(["day", "uai"], na_position="first")
            _fill_basins(con, named, "code", "label")
        found = _agreeing(con, schools)
        if not found:
            codes = sorted(schools["code"].dropna().unique())
            raise IntakeError(
                "Aucun code de BEF de l’annuaire n’est celui d’un BEF du fichier « bef » (codes "
                f"lus : {', '.join(codes[:5])}…). Y ajouter la colonne codes_officiels, ou joindre "
                "commune_bef ou bef_officiels. Rien n’est publié."
            )
        latest = schools.dropna(subset="code").drop_duplicates("uai", keep="last")
        placed = latest.assign(basin=latest["code"].map(found)).dropna(subset="basin")
        return DIRECTORY, placed
    if _has(con, "bef"):
        raise IntakeError(
            "Le fichier « bef » donne des BEF, et rien ne dit de quelles communes : ni "
            "commune_bef, ni annuaire avec les codes de BEF. Joindre l’un des deux. Rien n’est "
            "publié."
        )
    if latest.loc[~latest["primary"], "zap"].notna().mean() >= _HALF:
        known = latest.dropna(subset="zap")
        ranks = known["zap"].rank(method="dense").astype(int)
        known = known.assign(basin=[f"ZAP-{rank:02d}" for rank in ranks])
        _fill_basins(con, known, "basin", "zap")
        return ZAP, known
    known = con.execute(
        """SELECT code AS commune, arrondissement AS basin, arrondissement_nom,
                  NULL::DOUBLE AS lon, NULL::DOUBLE AS lat, FALSE AS "primary"
           FROM source.communes WHERE arrondissement IS NOT NULL ORDER BY code"""
    ).df()
    if known.empty:
        raise IntakeError(
            "Rien ne dit de quel BEF est chaque commune : ni commune_bef, ni code de BEF dans "
            "l’annuaire, ni arrondissement dans le fichier des communes. Joindre l’un des trois. "
            "Rien n’est publié."
        )
    _fill_basins(con, known, "basin", "arrondissement_nom")
    return DISTRICTS, known


def _agreeing(con: duckdb.DuckDBPyConnection, schools: pd.DataFrame) -> dict[str, str]:
    """Return official code -> BEF, as a file says, else where codes, or else names, agree."""
    if _has(con, "bef_officiels"):
        return dict(con.execute("SELECT bef_officiel, bef FROM source.bef_officiels").fetchall())
    given = con.execute("SELECT code, libelle, codes_officiels FROM source.bef").df()
    spelled: dict[str, str] = {}
    for row in given.itertuples():
        officials = row.codes_officiels.split("|") if isinstance(row.codes_officiels, str) else []
        spelled |= {fold(readable(row.libelle)): row.code}
        spelled |= {text.strip().zfill(5): row.code for text in (row.code, *officials)}
    newer = superseded(schools)
    coded = schools.dropna(subset="code").drop_duplicates("code", keep="last")
    found = {}
    for code, label in coded[["code", "label"]].fillna("").itertuples(index=False):
        names = (code, newer.get(code, code), fold(readable(label)))
        if bef := next((spelled[name] for name in names if name and name in spelled), None):
            found[code] = bef
    return found


def _keep_officials(con: duckdb.DuckDBPyConnection, found: dict[str, str]) -> None:
    with entered(con, "pairs", pd.DataFrame(found.items(), columns=["official", "bef"], dtype=str)):
        con.execute(
            """INSERT INTO source.bef_officiels BY NAME
               SELECT ? AS _file, row_number() OVER () AS _line, official AS bef_officiel, bef,
                      []::VARCHAR[] AS _unread FROM pairs ORDER BY official""",
            [DERIVED],
        )


def superseded(schools: pd.DataFrame) -> dict[str, str]:
    """Return old code -> the code that the schools which had it have now.

    A code is old when no school shows it in the last directory that says so, and one that had it
    shows another.

    Parameters
    ----------
    schools : uai, code (or missing), day (of its row), oldest rows of a school first
    """
    coded = schools.dropna(subset="code")
    first, last = (coded.drop_duplicates("uai", keep=side) for side in ("first", "last"))
    moves = first[["uai", "code"]].merge(last[["uai", "code", "day"]], on="uai")
    changed = moves[moves["code_x"] != moves["code_y"]]
    recent = coded.loc[coded["day"] >= changed["day"].min(), "code"]
    gone = changed[~changed["code_x"].isin(recent)]
    counts = gone.groupby(["code_x", "code_y"], as_index=False).size()
    best = counts.sort_values(["size", "code_y"], ascending=[False, True])
    return dict(best.drop_duplicates("code_x")[["code_x", "code_y"]].itertuples(index=False))


def _fill_basins(con: duckdb.DuckDBPyConnection, known: pd.DataFrame, by: str, named: str) -> None:
    """Make the list of BEF from codes and their last labels, made readable."""
    table = (
        known.drop_duplicates(by, keep="last")
        .assign(code=lambda rows: rows[by], libelle=lambda rows: rows[named].fillna(rows[by]))
        .assign(libelle=lambda rows: rows["libelle"].map(readable))[["code", "libelle"]]
    )
    with entered(con, "basins", table):
        con.execute(
            """INSERT INTO source.bef BY NAME
               SELECT ? AS _file, row_number() OVER () AS _line, code, libelle,
                      'hypothese' AS statut, []::VARCHAR[] AS _unread FROM basins ORDER BY code""",
            [DERIVED],
        )


def _name_basins(con: duckdb.DuckDBPyConnection) -> None:
    """Complete what a given commune_bef lacks: the list of BEF, and their official codes."""
    if _has(con, "bef"):
        return
    con.execute(
        """INSERT INTO source.bef BY NAME
           SELECT ? AS _file, row_number() OVER () AS _line, z.bef AS code,
                  coalesce(max(e.bef_libelle), z.bef) AS libelle, 'hypothese' AS statut,
                  []::VARCHAR[] AS _unread
           FROM (SELECT DISTINCT bef FROM source.commune_bef) z
           LEFT JOIN source.etablissements e ON e.bef_officiel = z.bef GROUP BY z.bef ORDER BY 2""",
        [DERIVED],
    )
    named = con.execute("SELECT code, libelle FROM source.bef").fetchall()
    con.executemany(
        "UPDATE source.bef SET libelle = ? WHERE code = ?",
        [(readable(label), code) for code, label in named],
    )


def _check(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse a zoning whose files do not speak of the same BEF."""
    for table in ("commune_bef", "bef_officiels"):
        unknown = con.execute(
            f"""SELECT DISTINCT bef FROM source.{table}
                WHERE bef NOT IN (SELECT code FROM source.bef)"""
        ).fetchall()
        if unknown:
            raise IntakeError(
                f"Zonage incohérent : « {table} » cite des BEF absents de « bef » ("
                + ", ".join(sorted(u[0] for u in unknown)[:5])
                + "). Fournir les deux fichiers ensemble. Rien n’est publié."
            )


def _complete_communes(con: duckdb.DuckDBPyConnection) -> None:
    """Take from the communes of France those of the zoning that the given list lacks."""
    lacking = f"""SELECT code FROM source.commune_bef WHERE {_IN_FORCE}
                  EXCEPT SELECT code FROM source.communes"""
    before = con.execute(lacking).fetchall()
    if not before:
        return
    _take_communes(con, f"code IN ({lacking})")
    left = sorted(code for (code,) in con.execute(lacking).fetchall())
    if left:
        raise IntakeError(
            f"Zonage incohérent : « commune_bef » cite {len(left)} communes absentes de "
            f"« communes » ({', '.join(left[:5])}…). Fournir les deux fichiers ensemble. "
            "Rien n’est publié."
        )
    con.execute(
        "INSERT INTO remark VALUES ('Zonage', ?, ?, '')",
        ["Communes absentes du fichier des communes : communes livrées", len(before)],
    )


def draw(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the display outlines and points of communes and BEF.

    Raises
    ------
    IntakeError : a commune of the zoning has no outline
    """
    given = con.execute(
        """SELECT code, wkb, epsg FROM kept.boundary
           QUALIFY _batch = max(_batch) OVER () ORDER BY code"""
    ).df()
    zone_of = con.execute(
        f"""SELECT code, bef FROM source.commune_bef WHERE {_IN_FORCE}
            QUALIFY row_number() OVER (PARTITION BY code ORDER BY valide_du DESC NULLS LAST) = 1"""
    ).df()
    wanted = zone_of["code"]
    if len(given):  # a file may draw a part of the zoning: the rest has the shipped outlines
        own = _from_wkb(given)
        rest = _shipped_outlines(wanted[~wanted.isin(own["code"])])
        communes = pd.concat([own, rest], ignore_index=True)
        if len(rest):
            con.execute(
                "INSERT INTO remark VALUES ('Contours', ?, ?, '')",
                ["Communes absentes des contours fournis : contours livrés", len(rest)],
            )
    else:
        communes = _shipped_outlines(wanted)
    communes, bridged = _of_other_vintages(con, communes, set(wanted))
    if bridged:
        con.execute(
            "INSERT INTO remark VALUES ('Contours', ?, ?, ?)",
            [
                "Communes sans contour propre : celui d’un autre millésime",
                len(bridged),
                ", ".join(bridged[:5]),
            ],
        )
    if bare := sorted(set(wanted) - set(communes["code"])):
        raise IntakeError(
            f"Contours absents pour {len(bare)} communes du zonage ({', '.join(bare[:5])}…). "
            "Joindre un fichier de contours des communes. Rien n’est publié."
        )
    zones = outlines.merge(communes, zone_of.set_index("code")["bef"])
    for level, shapes in (("commune", communes), ("bef", zones)):
        described = outlines.describe(shapes)
        con.execute("INSERT INTO outline VALUES (?, ?)", [level, described.geojson])
        with entered(con, "points", described.points):
            con.execute(
                "INSERT INTO outline_point SELECT ?, code, lon, lat, x, y, area_km2 FROM points",
                [level],
            )
    _reach_beyond(con)


def _reach_beyond(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `near_beyond` with what lies within reach of the communes that are drawn."""
    own = con.execute("SELECT code, lon, lat FROM outline_point WHERE level = 'commune'").df()
    others = con.execute(
        """SELECT code AS commune, nom AS name, population, lon_interieur AS lon,
                  lat_interieur AS lat, area_km2, density_class
           FROM ref_communes_france
           WHERE code NOT IN (SELECT code FROM source.communes)
           UNION ALL
           SELECT pays || ':' || lieu, any_value(lieu), NULL, any_value(longitude),
                  any_value(latitude), 25, NULL
           FROM source.employeurs_frontaliers WHERE etablissements > 0 GROUP BY pays, lieu"""
    ).df()
    near = reaching(others["lon"], others["lat"], own["lon"], own["lat"], REACH_KM)
    with entered(con, "others", others[near]):
        con.execute(
            """CREATE TEMP TABLE near_beyond AS
               SELECT * REPLACE (population::BIGINT AS population, area_km2::DOUBLE AS area_km2,
                                 density_class::INT AS density_class) FROM others"""
        )


def _shipped_outlines(codes: pd.Series) -> gpd.GeoDataFrame:
    """Outlines of communes of France, each read in the projection of its territory."""
    if codes.empty:
        return gpd.GeoDataFrame({"code": codes}, geometry=[], crs=outlines.DEGREES)
    table = pq.read_table(
        _FRANCE / "outlines.parquet", filters=[("code", "in", list(codes))]
    ).to_pandas()
    parts = [
        gpd.GeoDataFrame(
            own[["code"]], geometry=gpd.GeoSeries.from_wkb(own["geometry"], crs=int(epsg))
        ).to_crs(outlines.DEGREES)
        for epsg, own in table.groupby("epsg")
    ]
    if not parts:
        return gpd.GeoDataFrame({"code": codes[:0]}, geometry=[], crs=outlines.DEGREES)
    return pd.concat(parts).sort_values("code", ignore_index=True)


def _of_other_vintages(
    con: duckdb.DuckDBPyConnection, communes: gpd.GeoDataFrame, zoned: set[str]
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Give a commune that is not drawn the outline of what it became, or was made of."""
    kin = con.execute(
        """SELECT ancien AS code, code AS drawn FROM ref_communes_passage
           UNION SELECT code, ancien FROM ref_communes_passage"""
    ).df()
    lacking = zoned - set(communes["code"])
    found = communes.rename(columns={"code": "drawn"}).merge(kin[kin["code"].isin(lacking)])
    shapes = found[["code", "geometry"]].dissolve("code").reset_index()
    return pd.concat([communes, shapes], ignore_index=True), list(shapes["code"])


def _from_wkb(given: pd.DataFrame) -> gpd.GeoDataFrame:
    epsg = given["epsg"].fillna(2154).iloc[0]  # of the versions that did not say it
    shapes = gpd.GeoSeries.from_wkb(given["wkb"].map(bytes), crs=int(epsg))
    return gpd.GeoDataFrame({"code": given["code"]}, geometry=shapes).to_crs(outlines.DEGREES)
