-- Enrolment by level, then the periods due. What is derived says so.

-- What official files count: a level known to be empty is 0. `rank`: the finest source first.
CREATE TEMP TABLE official_count AS
SELECT uai, level, family, pupils, annee[:4]::INT AS start, 1 AS rank,
       'Effectifs par MEF, rentrée ' || annee[:4] AS origin, TRUE AS of_known_schools
FROM (SELECT e.uai, e.annee, f.level, f.family, sum(e.eleves) AS pupils
      FROM source.effectifs_mef e JOIN mef_formation f USING (mef)
      JOIN level l ON l.level = f.level AND l.track = 'pro' GROUP BY ALL
      UNION ALL  -- a school that is in the file has no pupil in the levels that it does not name
      SELECT DISTINCT e.uai, e.annee, l.level, NULL, 0
      FROM source.effectifs_mef e JOIN level l ON l.track = 'pro')
UNION ALL
SELECT uai, level, NULL, pupils, annee[:4]::INT, 2, 'Effectifs par niveau, rentrée ' || annee[:4], TRUE
FROM (UNPIVOT (SELECT uai, annee, seconde AS "2PRO", premiere AS "1PRO", terminale AS "TPRO",
                      cap1 AS "CAP1", cap2 AS "CAP2"
               FROM source.niveaux_lycees_pro)
      ON "2PRO", "1PRO", "TPRO", "CAP1", "CAP2" INTO NAME level VALUE pupils)
UNION ALL
SELECT uai, level, NULL, pupils, session - 1, 3, 'IVAL, session ' || session, FALSE
FROM (UNPIVOT (SELECT uai, session, seconde AS "2PRO", premiere AS "1PRO", terminale AS "TPRO"
               FROM source.effectifs_lycees_pro)
      ON "2PRO", "1PRO", "TPRO" INTO NAME level VALUE pupils)
UNION ALL
SELECT uai, '2GT', NULL, seconde, annee[:4]::INT, 1, 'Effectifs par niveau, rentrée ' || annee[:4], TRUE
FROM source.niveaux_lycees_gt WHERE seconde IS NOT NULL
UNION ALL
SELECT uai, '2GT', NULL, seconde, session - 1, 2, 'IVAL, session ' || session, TRUE
FROM source.ival_lycees_gt WHERE seconde IS NOT NULL
UNION ALL
SELECT uai, '3e', NULL, troisieme, annee[:4]::INT, 1, 'Effectifs par niveau, rentrée ' || annee[:4], TRUE
FROM source.niveaux_colleges WHERE troisieme IS NOT NULL
UNION ALL
SELECT uai, '3e', NULL, troisieme, session - 1, 2, 'DNB, rentrée ' || (session - 1), FALSE
FROM source.effectifs_colleges WHERE troisieme IS NOT NULL;

-- Of each school and level: the newest campaign, then the finest source.
CREATE TEMP TABLE official_enrolment AS
WITH chosen AS (
    FROM official_count
    WHERE start <= running_campaign()
      AND (NOT of_known_schools OR uai IN (SELECT uai FROM school))
    QUALIFY rank() OVER (PARTITION BY uai, level ORDER BY start DESC, rank) = 1)
SELECT uai, level, family, pupils, FALSE AS assumed, origin, start || '-' || (start + 1) AS vintage
FROM chosen
UNION ALL  -- hypothesis: a third of the pupils of a track at each of its three levels
SELECT uai, level, NULL, pupils // 3 + (rank <= pupils % 3)::INT, TRUE, 'IPS, rentrée ' || annee, annee
FROM (SELECT uai, annee, eleves_pro AS pupils FROM source.ips_lycees
      WHERE eleves_pro > 0
        AND uai NOT IN (SELECT uai FROM chosen SEMI JOIN level ON level.level = chosen.level
                                                            AND level.track = 'pro')
      QUALIFY row_number() OVER (PARTITION BY uai ORDER BY annee DESC) = 1),
     (VALUES ('2PRO', 1), ('1PRO', 2), ('TPRO', 3)) AS v(level, rank)
UNION ALL
SELECT uai, '2GT', NULL, eleves_gt // 3 + (eleves_gt % 3 > 0)::INT, TRUE, 'IPS, rentrée ' || annee, annee
FROM source.ips_lycees
WHERE eleves_gt > 0 AND uai NOT IN (SELECT uai FROM chosen WHERE level = '2GT')
QUALIFY row_number() OVER (PARTITION BY uai ORDER BY annee DESC) = 1;

INSERT INTO remark
SELECT 'Effectifs', 'Campagne inconnue, effectifs non utilisés : la dire à l’import (option --annee ou page Données)',
       sum(pupils), count(DISTINCT uai) || ' établissements'
FROM official_count WHERE start IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Effectifs', 'Campagne à venir, effectifs non utilisés : ' || origin, sum(pupils),
       count(DISTINCT uai) || ' établissements'
FROM official_count WHERE start > running_campaign() GROUP BY origin ORDER BY origin;
INSERT INTO remark
SELECT 'Effectifs', 'Établissement absent des annuaires : ses effectifs officiels sont laissés de côté',
       count(DISTINCT uai), listing(list(DISTINCT uai))
FROM official_count WHERE of_known_schools AND pupils > 0 AND uai NOT IN (SELECT uai FROM school)
HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Effectifs', 'Effectifs d’une campagne plus ancienne, ou moins fins : laissés de côté',
       count(DISTINCT c.uai), listing(list(DISTINCT c.origin))
FROM official_count c JOIN (SELECT DISTINCT uai, level, origin FROM official_enrolment) o
     ON o.uai = c.uai AND o.level = c.level AND o.origin <> c.origin
WHERE c.pupils > 0 HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Effectifs', 'CAP en 1 an ou en 3 ans : sans niveau dans nos tables, sans période due', sum(pupils),
       count(DISTINCT uai) || ' établissements'
FROM (SELECT uai, coalesce(cap_1_an, 0) + coalesce(cap_3_ans, 0) AS pupils
      FROM source.niveaux_lycees_pro SEMI JOIN school USING (uai)
      QUALIFY annee = max(annee) OVER (PARTITION BY uai))
WHERE pupils > 0 HAVING count(*) > 0;

CREATE TABLE enrolment AS
WITH official AS (
    SELECT o.*, l.track, (SELECT max(vintage) FROM official_enrolment) AS year
    FROM official_enrolment o JOIN level l USING (level) WHERE o.pupils > 0),
given AS (
    SELECT e.uai, e.annee AS year, e.niveau AS level, e.famille AS family, e.eleves AS pupils,
           l.track
    FROM source.effectifs e JOIN level l ON l.level = e.niveau),
every AS (
    SELECT uai, year, level, family, track, pupils, FALSE AS assumed, 'effectifs transmis' AS origin
    FROM given
    UNION ALL
    SELECT uai, year, level, family, track, pupils, assumed, origin
    FROM official
    WHERE year IS NOT NULL
      AND NOT EXISTS (FROM given g WHERE g.uai = official.uai AND g.track = official.track)
      AND NOT (EXISTS (FROM given) AND year NOT IN (SELECT year FROM given)))
SELECT every.*, s.bef FROM every LEFT JOIN school s USING (uai);

CREATE TABLE due AS
WITH derived AS (
    SELECT e.uai, e.year, e.level, e.family, p.period, NULL::DATE AS starts, NULL::DATE AS ends,
           p.weeks, e.pupils, 'dérivée des effectifs' AS origin
    FROM enrolment e JOIN level_period p USING (level)
    WHERE NOT p.optional
      AND NOT EXISTS (FROM source.periodes s WHERE s.uai = e.uai AND s.annee = e.year
                      AND s.niveau = e.level AND s.famille IS NOT DISTINCT FROM e.family))
SELECT uai, annee AS year, niveau AS level, famille AS family, periode AS period, debut AS starts,
       fin AS ends, semaines AS weeks, eleves AS pupils, 'fichier des périodes' AS origin
FROM source.periodes
UNION ALL SELECT * FROM derived;

INSERT INTO remark
SELECT 'Effectifs', origin || CASE WHEN assumed THEN ' : un tiers par niveau (hypothèse)' ELSE '' END,
       sum(pupils), count(DISTINCT uai) || ' établissements, campagne ' || max(year)
FROM enrolment GROUP BY origin, assumed ORDER BY origin;
INSERT INTO remark
SELECT 'Périodes dues', 'Dérivées des effectifs et des semaines dues de chaque niveau', sum(pupils),
       count(DISTINCT uai) || ' établissements'
FROM due WHERE origin LIKE 'dérivée%' HAVING count(*) > 0;

INSERT INTO remark
SELECT 'Périodes dues', 'Plus d’élèves concernés que d’effectif : le nombre de la période est retenu',
       count(*), listing(list(concat_ws(' ', d.uai, d.year, d.level, d.family, 'période', d.period)
                              || ' : ' || d.pupils || ' pour ' || e.pupils))
FROM due d JOIN enrolment e
  ON e.uai = d.uai AND e.year = d.year AND e.level = d.level AND e.family IS NOT DISTINCT FROM d.family
WHERE d.pupils > e.pupils AND NOT e.assumed HAVING count(*) > 0;

INSERT INTO remark
SELECT 'Effectifs', 'Collège sans effectif de 3e : aucune période due connue', count(*),
       listing(list(uai))
FROM source.colleges ANTI JOIN enrolment USING (uai) HAVING count(*) > 0;

INSERT INTO remark
SELECT 'Effectifs', 'Niveau sans effectif connu : ses périodes dues manquent', count(*),
       listing(list(label))
FROM level ANTI JOIN enrolment USING (level) HAVING count(*) > 0;
