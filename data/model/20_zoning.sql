-- Zoning: a BEF is data with validity dates; a school's own code goes before its commune's.

CREATE TABLE bef AS
SELECT b.code AS bef, b.libelle AS label, b.statut AS status,
       b.siege AS seat, o.lon, o.lat, o.area_km2
FROM source.bef b JOIN outline_point o ON o.level = 'bef' AND o.code = b.code  -- it has communes
ORDER BY b.code;

CREATE TABLE commune_bef AS
SELECT code AS commune, bef, bef_officiel AS official, regle AS rule, confiance AS confidence,
       statut AS status, valide_du AS valid_from, valide_au AS valid_to
FROM source.commune_bef;

CREATE TABLE commune AS
SELECT c.code AS commune, c.nom AS name, c.departement AS department,
       c.arrondissement_nom AS district, c.epci, c.epci_nom AS epci_name, c.population,
       z.bef, z.confidence, o.lon, o.lat, o.x, o.y, o.area_km2,
       d.classe AS density_class, d.libelle AS density_label, r.classement AS rural_label
FROM source.communes c
LEFT JOIN (FROM commune_bef  -- the zone of today; the latest one where two are left open
           WHERE today() BETWEEN valid_from AND valid_to
           QUALIFY row_number() OVER (PARTITION BY commune ORDER BY valid_from DESC) = 1) z
       ON z.commune = c.code
LEFT JOIN outline_point o ON o.level = 'commune' AND o.code = c.code
LEFT JOIN (SELECT commune, arg_max(classe, coalesce(population, 0)) AS classe,
                  arg_max(libelle, coalesce(population, 0)) AS libelle
           FROM (FROM source.densite
                 QUALIFY rank() OVER (PARTITION BY commune ORDER BY millesime DESC NULLS LAST) = 1)
           GROUP BY commune) d ON d.commune = c.code
LEFT JOIN (SELECT commune,  -- the newest; its own row before those of communes that it absorbed
                  first(classement ORDER BY millesime DESC NULLS LAST, p.line IS NOT NULL, _file,
                                            _line) AS classement
           FROM source.ruralite LEFT JOIN repair p ON p.file = _file AND p.line = _line
           GROUP BY commune) r ON r.commune = c.code
ORDER BY c.code;

INSERT INTO remark
SELECT 'Zonage', 'Commune sans BEF à la date du jour', count(*), listing(list(commune))
FROM commune WHERE bef IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Zonage', 'Commune sans contour', count(*), listing(list(commune))
FROM commune WHERE lon IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Zonage', 'BEF sans commune à la date du jour : laissé de côté', count(*),
       listing(list(code || ' ' || libelle))
FROM source.bef ANTI JOIN bef ON bef.bef = code HAVING count(*) > 0;

-- Real times between communes, minutes, one way a row; they replace the estimates.
CREATE TABLE travel_time AS
SELECT origine AS origin, destination, min(minutes) AS minutes
FROM source.temps GROUP BY ALL ORDER BY ALL;

INSERT INTO remark
SELECT 'Temps de trajet', 'Temps entre communes dont une est inconnue : laissés de côté', count(*),
       listing(list(DISTINCT origin || ' → ' || destination))
FROM travel_time
WHERE origin NOT IN (SELECT commune FROM commune)
   OR destination NOT IN (SELECT commune FROM commune)
HAVING count(*) > 0;

-- Communes of other académies, and places abroad whose employers a file counts, that are near enough
-- to share hosts and pupils with ours.
CREATE TABLE beyond_commune AS
SELECT commune, name, population, lon, lat, area_km2, density_class FROM near_beyond ORDER BY commune;

-- Border with the countries of which no file counts the employers, as points, where it is near.
CREATE TABLE foreign_border AS
SELECT pays AS country, lon::DOUBLE AS lon, lat::DOUBLE AS lat
FROM ref_frontieres
ANTI JOIN (FROM source.employeurs_frontaliers WHERE etablissements > 0) f USING (pays), (SELECT min(lat) - 1 AS south, max(lat) + 1 AS north, min(lon) - 1.5 AS west,
                             max(lon) + 1.5 AS east FROM commune)
WHERE lat::DOUBLE BETWEEN south AND north AND lon::DOUBLE BETWEEN west AND east
ORDER BY ALL;
