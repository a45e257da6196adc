-- Schools: one row per UAI, from every file that names it; several sites of one UAI are one school.

-- The whole annuaire lists primary schools, services and medical homes too: no pupil of ours.
CREATE TEMP MACRO is_secondary(kind, nature) AS
    lower(strip_accents(coalesce(kind, ''))) NOT IN (
        'ecole', 'medico-social', 'service administratif', 'information et orientation')
    AND NOT regexp_matches(coalesce(nature, ''), '^ECOLE (DE NIVEAU ELEM|MATERN|ELEM|PRIM)');

CREATE TEMP TABLE directory AS
WITH ranked AS (
    SELECT *, row_number() OVER (
        PARTITION BY uai
        ORDER BY date_maj DESC NULLS LAST, nom ILIKE 'annexe%',
                 (SELECT any_value(lower(strip_accents(c.nom))) FROM source.communes c
                  WHERE c.code = commune) = lower(strip_accents(nom_commune)) DESC NULLS LAST,
                 voie_pro DESC NULLS LAST, length(nom), nom) AS n
    FROM source.etablissements WHERE is_secondary(type, nature))
SELECT uai, max(nom) FILTER (n = 1) AS name, max(secteur) FILTER (n = 1) AS sector,
       arg_min(commune, n) FILTER (commune IS NOT NULL) AS commune,
       arg_min(nature, n) AS nature,
       arg_min(latitude, n) FILTER (latitude IS NOT NULL) AS lat,
       arg_min(longitude, n) FILTER (longitude IS NOT NULL) AS lon,
       arg_min(bef_officiel, n) FILTER (bef_officiel IS NOT NULL) AS official,
       arg_min(uai_mere, n) FILTER (uai_mere IS NOT NULL) AS parent,
       bool_or(voie_pro) AS vocational, count(DISTINCT nom_commune) AS sites,
       max(nom) FILTER (n = 1) ILIKE 'archive%' OR max(etat) FILTER (n = 1) ILIKE 'ferm%' AS closed
FROM ranked GROUP BY uai;

CREATE TEMP TABLE named AS
SELECT uai, name, sector, commune, nature, lat, lon, official, parent, vocational, closed, 1 AS rank
FROM directory
UNION ALL
SELECT uai, coalesce(nom, 'Collège ' || uai), secteur, commune, nature, latitude, longitude, NULL, NULL,
       FALSE, coalesce(etat ILIKE 'ferm%', FALSE), 2
FROM source.colleges
UNION ALL  -- schools absent from both directories: what the other files say of them
SELECT uai, nom, NULL, commune, 'LYCEE PROFESSIONNEL (hors annuaire)', NULL, NULL, NULL, NULL,
       TRUE, FALSE, 3
FROM source.effectifs_lycees_pro
UNION ALL
SELECT uai, 'Collège ' || uai, NULL, commune, 'COLLEGE (hors annuaire)', NULL, NULL, NULL, NULL,
       FALSE, FALSE, 4
FROM source.effectifs_colleges;

CREATE TABLE school AS
WITH one AS (SELECT * FROM named QUALIFY row_number() OVER (PARTITION BY uai ORDER BY rank) = 1),
ips AS (
    SELECT uai, arg_max(ips, annee) AS ips, NULL::DOUBLE AS ips_pro FROM source.ips_colleges
    GROUP BY uai
    UNION ALL
    SELECT uai, arg_max(coalesce(ips, ips_gt, ips_pro), annee), arg_max(ips_pro, annee)
    FROM source.ips_lycees GROUP BY uai),
priority AS (
    SELECT uai, first(zone_ep ORDER BY millesime DESC NULLS LAST) AS zone
    FROM source.education_prioritaire GROUP BY uai),
counted_priority AS (  -- told with the pupils of collèges
    SELECT uai, CASE WHEN bool_or(rep_plus) THEN 'REP+' WHEN bool_or(rep) THEN 'REP'
                     WHEN bool_and(coalesce(NOT rep AND NOT rep_plus, FALSE)) THEN 'hors EP' END AS zone
    FROM (FROM (SELECT uai, session - 1 AS start, rep, rep_plus FROM source.effectifs_colleges
                UNION ALL
                SELECT uai, annee[:4]::INT, rep, rep_plus FROM source.niveaux_colleges)
          QUALIFY start = max(start) OVER (PARTITION BY uai))
    GROUP BY uai)
SELECT s.uai, s.name, s.sector, s.nature, s.commune, c.name AS commune_name, s.lat, s.lon,
       s.parent, s.vocational, s.closed,
       coalesce(own.bef, mother.bef, c.bef) AS bef,
       CASE WHEN own.bef IS NOT NULL THEN 'établissement'
            WHEN mother.bef IS NOT NULL THEN 'établissement de rattachement'
            WHEN c.bef IS NOT NULL THEN 'commune' END AS bef_from,
       coalesce(own.bef, mother.bef) <> c.bef AS bef_disagrees,
       i.ips, i.ips_pro,
       CASE WHEN s.nature NOT ILIKE 'COLL%' THEN NULL
            WHEN p.uai IS NOT NULL THEN p.zone  -- unread: unknown
            WHEN e.uai IS NOT NULL THEN e.zone
            -- beside a list, who is not on it is outside; without any, nobody knows
            WHEN EXISTS (FROM priority) OR EXISTS (FROM counted_priority) THEN 'hors EP' END AS priority,
       s.rank > 2 AS outside_directory
FROM one s
LEFT JOIN commune c ON c.commune = s.commune
LEFT JOIN (FROM source.bef_officiels SEMI JOIN bef USING (bef)) own ON own.bef_officiel = s.official
LEFT JOIN directory m ON m.uai = s.parent
LEFT JOIN (FROM source.bef_officiels SEMI JOIN bef USING (bef)) mother ON mother.bef_officiel = m.official
LEFT JOIN (SELECT uai, max(ips) AS ips, max(ips_pro) AS ips_pro FROM ips GROUP BY uai) i ON i.uai = s.uai
LEFT JOIN priority p ON p.uai = s.uai
LEFT JOIN counted_priority e ON e.uai = s.uai
ORDER BY s.uai;

INSERT INTO remark
SELECT 'Établissements', 'UAI sur plusieurs lignes de l’annuaire (sites ou millésimes) : un seul établissement',
       count(*), listing(list(uai))
FROM (SELECT uai FROM source.etablissements GROUP BY uai HAVING count(*) > 1) HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Établissements', 'Annuaire : écoles, services et établissements médico-sociaux, laissés de côté',
       count(DISTINCT uai), ''
FROM source.etablissements WHERE NOT is_secondary(type, nature) HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Établissements', 'Quartiers prioritaires : situation gardée, non utilisée par les calculs',
       count(DISTINCT uai), ''
FROM source.etablissements_qpv WHERE situation IS NOT NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Établissements', 'Établissement sans code de BEF : BEF de l’établissement de rattachement ou de la commune',
       count(*), listing(list(uai))
FROM school WHERE bef_from <> 'établissement' AND uai IN (SELECT uai FROM directory) HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Établissements', 'Le BEF de l’établissement n’est pas celui de sa commune : le sien est gardé',
       count(*), listing(list(uai))
FROM school WHERE bef_disagrees HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Établissements', 'Établissement absent des annuaires, connu par un fichier d’effectifs',
       count(*), listing(list(uai))
FROM school WHERE outside_directory HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Établissements', 'Établissement marqué archive ou fermé : gardé, sans élève attendu',
       count(*), listing(list(uai))
FROM school WHERE closed HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Établissements', 'Établissement sans BEF', count(*), listing(list(uai))
FROM school WHERE bef IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Établissements', 'Éducation prioritaire : établissement absent des annuaires', count(*),
       listing(list(uai))
FROM source.education_prioritaire ANTI JOIN named USING (uai) HAVING count(*) > 0;
