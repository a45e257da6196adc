-- Where the pupils of a school and level live: shares that add up to 1. `bef` is that of the
-- residence, missing beyond the académie; `school_bef` is what a scope cuts.

CREATE TEMP TABLE home AS
WITH inside AS (
    SELECT DISTINCT code[:2] AS department
    FROM (SELECT unnest(string_split(codes_postaux, '|')) AS code FROM source.communes))
SELECT r.uai, r.annee AS year, r.niveau AS level, r.eleves AS pupils, c.commune, c.bef,
       -- a commune that nobody finds; a known one, or a postcode, may be beyond the académie
       r.commune IS NULL AND coalesce(r.code_postal[:2] IN (FROM inside), TRUE) AS lost
FROM source.residences r LEFT JOIN commune c ON c.commune = r.commune;

-- Another year of the school and level stands in for a missing one, the nearest; without any, all
-- pupils are where the school stands (hypotheses). `told_year` says which year was told.
CREATE TABLE residence AS
WITH summed AS (
    SELECT uai, year, level, commune, bef, sum(pupils)::DOUBLE AS pupils
    FROM home WHERE NOT lost AND pupils > 0 GROUP BY ALL),
shared AS (
    SELECT *, pupils / sum(pupils) OVER (PARTITION BY uai, year, level) AS share FROM summed),
wanted AS (
    SELECT w.uai, w.level, w.year, t.year AS told_year
    FROM (SELECT DISTINCT uai, level, year FROM due) w
    LEFT JOIN (SELECT DISTINCT uai, level, year FROM shared) t USING (uai, level)
    QUALIFY row_number() OVER (
        PARTITION BY w.uai, w.level, w.year
        ORDER BY abs(w.year[:4]::INT - t.year[:4]::INT), t.year DESC) = 1)
SELECT w.year, w.uai, l.track, w.level, s.bef AS school_bef, w.told_year,
       CASE WHEN w.told_year IS NULL THEN s.commune ELSE h.commune END AS commune,
       CASE WHEN w.told_year IS NULL THEN s.bef ELSE h.bef END AS bef,
       h.pupils::BIGINT AS pupils, coalesce(h.share, 1) AS share
FROM wanted w
JOIN school s USING (uai)
JOIN level l USING (level)
LEFT JOIN shared h ON h.uai = w.uai AND h.level = w.level AND h.year = w.told_year
ORDER BY w.year, s.bef, w.uai, w.level, h.commune;

-- The same shares by BEF, for what needs no commune: fifteen times fewer rows.
CREATE TABLE residence_bef AS
SELECT year, uai, level, school_bef, bef, told_year, fsum(share) AS share
FROM residence GROUP BY ALL ORDER BY year, school_bef, uai, level, bef;

INSERT INTO remark
SELECT 'Résidences',
       'Établissement sans commune de résidence pour un niveau : ses élèves sont comptés dans sa '
       || 'commune (hypothèse)', count(DISTINCT uai), listing(list(DISTINCT uai))
FROM residence WHERE told_year IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Résidences', 'Niveau sans résidences cette année-là : parts de l’année la plus proche (hypothèse), '
       || year, count(DISTINCT uai), listing(list(DISTINCT uai))
FROM residence WHERE told_year <> year GROUP BY year ORDER BY year;
INSERT INTO remark
SELECT 'Résidences', 'Élèves qui vivent hors de l’académie : comptés « ailleurs »',
       sum(pupils)::BIGINT, count(DISTINCT uai) || ' établissements'
FROM residence WHERE told_year = year AND bef IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Résidences', 'Commune introuvable : élèves répartis comme les autres de l’établissement et '
       || 'du niveau (hypothèse)', sum(pupils), listing(list(DISTINCT uai))
FROM home WHERE lost HAVING sum(pupils) > 0;
INSERT INTO remark
SELECT 'Résidences', 'Établissement, niveau ou année sans période due : résidences sans effet',
       sum(pupils), listing(list(DISTINCT uai))
FROM home ANTI JOIN due USING (uai, year, level) HAVING sum(pupils) > 0;
INSERT INTO remark
SELECT 'Résidences',
       'Établissement et niveau dont le total n’est pas l’effectif : les parts du fichier sont '
       || 'gardées', count(*), sum(h.pupils) || ' élèves pour un effectif de ' || sum(e.pupils)
FROM (SELECT uai, year, level, sum(pupils) AS pupils FROM home GROUP BY ALL) h
JOIN (SELECT uai, year, level, sum(pupils) AS pupils FROM enrolment GROUP BY ALL) e
  USING (uai, year, level)
WHERE h.pupils <> e.pupils HAVING count(*) > 0;
