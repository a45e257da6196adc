-- Companies: a SIRET, or else what `nameless` says of a name in a place (data/linking/linking.py).

CREATE TABLE placement AS
SELECT d.uai, d.year, d.level, d.family, d.period, d.weeks,
       coalesce(d.starts, s.debut) AS starts, d.begun, d.same_day, s.observe_le AS observed,
       -- the last day it may begin, and end, where nobody says when
       coalesce(d.starts, s.debut, make_date(left(d.year, 4)::INT + 1, 8, 31)) AS begins,
       coalesce(d.ends, s.fin, begins + (7 * d.weeks)::INT) AS ends, s.etat AS state,
       s.accord_le AS agreed_on, s.signe_le AS signed_on,
       s.jours_prevus AS days_planned, s.jours_faits AS days_done, s.canal AS channel,
       s.tuteur_forme AS trained_tutor, s.visite AS visited, s.evaluation AS evaluated,
       s.interrompu AS interrupted, s.pays AS country, a.activity,
       list_has_any(s._unread, ['pays', 'commune_accueil']) AS unplaced,
       list_contains(s._unread, 'signe_le') AS unsigned,
       s.commune_accueil AS host_commune, s.entreprise AS host_name, s.siret,
       coalesce(s.siret, n.company) AS company
FROM source.stages s
JOIN due d ON d.uai = s.uai AND d.year = s.annee AND d.level = s.niveau AND d.period = s.periode
          AND d.family IS NOT DISTINCT FROM s.famille
LEFT JOIN naf_code a ON a.file = s._file AND a.code = s.naf
                    AND a.told IS NOT DISTINCT FROM s.nomenclature
LEFT JOIN nameless n ON n.name = CASE WHEN s.siret IS NULL THEN s.entreprise END
                    AND n.place = coalesce(s.commune_accueil, nullif(s.pays, 'FR'), '');

CREATE TABLE company AS
WITH seen AS (
    SELECT company, min(siret) AS siret, min(host_name) AS name,
           min(host_commune) FILTER (country = 'FR') AS commune,
           min(activity) AS activity, max(country) AS country
    FROM placement WHERE company IS NOT NULL GROUP BY company),
known AS (
    SELECT s.company, coalesce(e.siret, s.siret) AS siret, coalesce(e.nom, s.name) AS name,
           coalesce(e.commune, s.commune) AS commune, s.country,
           coalesce(a.activity, s.activity) AS activity,
           e.taille AS size, CASE WHEN e.siret IS NULL THEN FALSE ELSE e.public END AS public,
           -- deny by default: a name is shown only where its legal form is known and public
           coalesce(NOT e.entrepreneur_individuel AND e.diffusible, FALSE) AS may_be_named
    FROM seen s LEFT JOIN source.entreprises e ON e.siret = s.company
    LEFT JOIN naf_code a ON a.file = e._file AND a.code = e.naf
                        AND a.told IS NOT DISTINCT FROM e.nomenclature)
SELECT k.*, a.* EXCLUDE (activity) FROM known k LEFT JOIN activity a USING (activity);

-- Where no file counts the employers of a commune, ours or beyond the border: those shipped (2018).
INSERT INTO source.employeurs BY NAME
SELECT 'référence livrée : employers_2018.parquet' AS _file, row_number() OVER () AS _line, commune,
       2018 AS millesime, ETTOT18 AS total, ETAZ18 AS agriculture, ETBE18 AS industrie,
       ETFZ18 AS construction, ETGU18 AS commerce_services, ETGZ18 AS commerce,
       ETOQ18 AS public_social, ETTEF118 AS taille_1_9, ETTEFP1018 AS taille_10,
       []::VARCHAR[] AS _unread
FROM ref_employers
WHERE (commune IN (SELECT commune FROM beyond_commune)
       OR commune IN (SELECT commune FROM commune)
          AND NOT EXISTS (FROM source.employeurs e WHERE e.commune IN (SELECT commune FROM commune))
          AND NOT EXISTS (FROM source.employeurs_ape) AND NOT EXISTS (FROM source.sirene))
  AND commune NOT IN (SELECT commune FROM source.employeurs);
INSERT INTO remark
SELECT CASE WHEN commune IN (SELECT commune FROM beyond_commune) THEN 'Voisinage' ELSE 'Employeurs' END
           AS topic,
       'Communes dont aucun fichier ne compte les employeurs : ceux de la référence livrée (Insee, '
       || 'fin 2018)', count(DISTINCT commune), ''
FROM source.employeurs WHERE _file = 'référence livrée : employers_2018.parquet'
GROUP BY topic ORDER BY topic;

-- One vintage a commune: two files of two years, or the same one twice, are not added up.
CREATE TEMP TABLE employers AS
FROM source.employeurs
QUALIFY dense_rank() OVER (PARTITION BY commune ORDER BY millesime DESC NULLS LAST, _file) = 1;

CREATE TEMP TABLE sector_employers AS
SELECT commune, sector, sum(establishments) AS establishments
FROM (UNPIVOT (SELECT commune, agriculture AS "AZ", industrie AS "BE", construction AS "FZ",
                      commerce AS "GZ", commerce_services - commerce AS "HU", public_social AS "OQ"
               FROM employers SEMI JOIN commune USING (commune))
      ON "AZ", "BE", "FZ", "GZ", "HU", "OQ" INTO NAME sector VALUE establishments)
GROUP BY ALL;

-- Private employers by division of the NAF: the latest year told of each commune. A code of several
-- divisions has none.
CREATE TEMP TABLE private_employers AS
WITH latest AS (
    SELECT * FROM source.employeurs_ape WHERE etablissements > 0
    QUALIFY millesime = max(millesime) OVER (PARTITION BY commune))
SELECT e.commune, v.division, v.sector, e.millesime AS year,
       sum(e.etablissements)::BIGINT AS establishments
FROM latest e LEFT JOIN naf_code a ON a.file = e._file AND a.code = e.naf
                                   AND a.told IS NOT DISTINCT FROM e.nomenclature
LEFT JOIN activity v ON v.activity = a.activity GROUP BY ALL;

-- All employers by division, from Sirene's stock: active, with employees.
CREATE TEMP TABLE registered_employers AS
SELECT e.commune, v.division, v.sector, count(*) AS establishments
FROM source.sirene e JOIN naf_code a ON a.file = e._file AND a.code = e.naf
                                     AND a.told IS NOT DISTINCT FROM e.nomenclature
JOIN activity v ON v.activity = a.activity
WHERE e.etat = 'actif' AND e.commune IS NOT NULL AND v.division IS NOT NULL
  AND coalesce(e.tranche NOT IN ('NN', '00'), e.employeur, FALSE)
GROUP BY ALL;

-- Divisions are used where they are told of the communes of nine inhabitants in ten.
CREATE TEMP TABLE by_division AS
WITH share AS (
    SELECT coalesce(sum(population) FILTER (commune IN (SELECT commune FROM private_employers))
                    / sum(population), 0) AS private,
           coalesce(sum(population) FILTER (commune IN (SELECT commune FROM registered_employers))
                    / sum(population), 0) AS registered
    FROM commune)
SELECT greatest(private, registered) AS told, told >= 0.9 AS used, private >= 0.9 AS urssaf,
       registered >= 0.9 AS sirene
FROM share;

CREATE TABLE fabric AS
SELECT * FROM sector_employers
UNION ALL  -- where Insee's sectors are not given: those registered, else the private ones alone
SELECT commune, sector, sum(establishments)
FROM (SELECT commune, sector, establishments FROM registered_employers
      UNION ALL
      SELECT commune, sector, establishments FROM private_employers
      WHERE NOT EXISTS (FROM registered_employers))
WHERE sector IS NOT NULL AND NOT EXISTS (FROM sector_employers) GROUP BY ALL;

-- One row per commune, activity and source: an activity is a division of the NAF or, for what the
-- Urssaf does not count (farms, public employers), the rest of its large sector, which Sirene tells by
-- division. Without either, or where they tell too little, activities are the large sectors.
CREATE TABLE fabric_division AS
WITH public AS (
    SELECT commune, naf[:2] AS division, sum(etablissements)::BIGINT AS establishments
    FROM source.employeurs_publics WHERE statut = 'public' GROUP BY ALL HAVING establishments > 0),
fine AS (
    SELECT commune, division, establishments, 'Urssaf' AS source
    FROM private_employers, by_division b WHERE b.urssaf AND division IS NOT NULL
    UNION ALL  -- of what the Urssaf counts, its own count
    SELECT r.commune, r.division, r.establishments - coalesce(p.establishments, 0), 'Sirene'
    FROM registered_employers r CROSS JOIN by_division b
    LEFT JOIN private_employers p ON p.commune = r.commune AND p.division = r.division AND b.urssaf
    WHERE b.sirene AND (NOT b.urssaf OR r.sector IN ('AZ', 'OQ'))
      AND r.establishments > coalesce(p.establishments, 0)
    UNION ALL SELECT p.*, 'établissements publics'
    FROM public p, by_division b WHERE b.urssaf AND NOT b.sirene),
rest AS (
    SELECT s.commune, s.sector AS division,
           s.establishments - coalesce(sum(f.establishments), 0) AS establishments,
           'Insee, par secteur' AS source
    FROM sector_employers s
    LEFT JOIN (SELECT f.commune, n.sector, f.establishments
               FROM fine f JOIN naf n USING (division)) f
         ON f.commune = s.commune AND f.sector = s.sector
    WHERE s.sector IN ('AZ', 'OQ') AND NOT (SELECT sirene FROM by_division)
    GROUP BY s.commune, s.sector, s.establishments)
SELECT f.*, n.sector FROM fine f JOIN naf n USING (division), by_division b WHERE b.used
UNION ALL
SELECT r.*, r.division FROM rest r, by_division b WHERE b.used AND r.establishments > 0
UNION ALL BY NAME
SELECT commune, sector AS division, establishments, sector,
       CASE WHEN EXISTS (FROM sector_employers) THEN 'Insee, par secteur'
            WHEN EXISTS (FROM registered_employers) THEN 'Sirene' ELSE 'Urssaf' END AS source
FROM fabric, by_division b WHERE NOT b.used
ORDER BY ALL;

-- One row per activity of the fabric, in the order of the NAF.
CREATE TABLE fabric_activity AS
SELECT division, any_value(sector) AS sector,
       CASE WHEN division = any_value(s.sector) THEN any_value(s.label)
                 || CASE WHEN any_value(s.sector) IN (SELECT sector FROM fabric_division
                                                     WHERE division <> sector)
                         THEN ' (hors Urssaf)' ELSE '' END
            ELSE division || ' ' || any_value(n.label) END AS label
FROM fabric_division f JOIN sector s USING (sector) LEFT JOIN naf n USING (division)
GROUP BY division ORDER BY any_value(s.rank), division = any_value(f.sector), division;

-- Activities of the fabric in which a family expects its hosts.
CREATE TABLE family_activity AS
SELECT family, a.division FROM family_division f JOIN fabric_activity a USING (division)
UNION SELECT family, a.division FROM family_sector f JOIN fabric_activity a ON a.division = f.sector
ORDER BY ALL;

INSERT INTO remark
SELECT 'Employeurs', 'Employeurs privés par activité (Urssaf) : année ' || year,
       sum(establishments)::BIGINT, count(DISTINCT commune) || ' communes'
FROM private_employers GROUP BY year ORDER BY year;
INSERT INTO remark
SELECT 'Employeurs', 'Établissements employeurs du stock Sirene', sum(establishments)::BIGINT,
       count(DISTINCT commune) || ' communes'
FROM registered_employers HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Employeurs', 'Employeurs privés dont le code APE peut être de plusieurs divisions : sans division',
       sum(establishments)::BIGINT, '' FROM private_employers WHERE division IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Employeurs', 'Employeurs par activité trop partiels pour l’académie : le tissu reste par grands secteurs',
       round(100 * told)::BIGINT, '% de la population couverte'
FROM by_division WHERE NOT used AND told > 0;
INSERT INTO remark
SELECT 'Employeurs', 'Établissements d’enseignement et de santé : ne servent qu’à compléter l’Urssaf',
       sum(etablissements)::BIGINT, ''
FROM source.employeurs_publics, by_division WHERE NOT urssaf OR sirene HAVING count(*) > 0;

CREATE TABLE fabric_size AS
SELECT commune, size, sum(establishments) AS establishments
FROM (UNPIVOT (SELECT commune, taille_1_9 AS "1-9", taille_10 AS "10+" FROM employers)
      ON "1-9", "10+" INTO NAME size VALUE establishments)
SEMI JOIN commune USING (commune) GROUP BY ALL;

-- Employers beyond the border, in the activities of our fabric: a large sector is shared out as in
-- the académie (hypothesis).
CREATE TABLE beyond_fabric AS
WITH mix AS (
    SELECT sector, sum(establishments) / sum(sum(establishments)) OVER () AS part
    FROM fabric GROUP BY sector),
told AS (
    FROM (UNPIVOT (SELECT commune, agriculture AS "AZ", industrie AS "BE", construction AS "FZ",
                          commerce AS "GZ", commerce_services - commerce AS "HU",
                          public_social AS "OQ"
                   FROM employers SEMI JOIN beyond_commune USING (commune))
          ON "AZ", "BE", "FZ", "GZ", "HU", "OQ" INTO NAME sector VALUE establishments)
    UNION ALL
    SELECT pays || ':' || lieu, mix.sector, etablissements * CASE WHEN secteur IS NULL THEN part ELSE 1 END
    FROM source.employeurs_frontaliers JOIN mix ON mix.sector = coalesce(secteur, mix.sector)
    WHERE etablissements > 0),
share AS (
    SELECT sector, division, sum(establishments) / sum(sum(establishments)) OVER (PARTITION BY sector)
           AS part
    FROM fabric_division GROUP BY sector, division)
SELECT t.commune, s.division, t.sector, sum(t.establishments * s.part) AS establishments
FROM told t JOIN share s USING (sector) SEMI JOIN beyond_commune USING (commune)
WHERE t.establishments > 0 GROUP BY ALL ORDER BY ALL;

CREATE TABLE beyond_size AS
SELECT commune, size, sum(establishments) AS establishments
FROM (UNPIVOT (SELECT commune, taille_1_9 AS "1-9", taille_10 AS "10+" FROM employers)
      ON "1-9", "10+" INTO NAME size VALUE establishments)
SEMI JOIN beyond_commune USING (commune) GROUP BY ALL ORDER BY ALL;

INSERT INTO remark
SELECT 'Entreprises', 'Lieu d’accueil connu par son nom et sa commune seulement (sans SIRET)', count(*), ''
FROM company WHERE company LIKE 'N%' HAVING count(*) > 0;

INSERT INTO remark
SELECT 'Offres', 'Offre sans SIRET d’employeur (employeur_id = 1)', count(*), ''
FROM source.offres WHERE employeur = '1' HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Offres', 'Offre sans commune : gardée, non localisée', count(*),
       listing(list(DISTINCT ville))
FROM source.offres WHERE commune IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Offres', 'Offre dont le code postal est en fait le code Insee : le code Insee sert', count(*), ''
FROM source.offres WHERE code_postal = commune AND commune NOT IN (
    SELECT unnest(string_split(codes_postaux, '|')) FROM source.communes) HAVING count(*) > 0;
