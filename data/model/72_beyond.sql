-- Pupils beyond the border, who seek places in the same companies.

-- Of each school beyond: its commune, from the directories.
CREATE TEMP TABLE beyond_school AS
SELECT uai, any_value(commune) AS commune
FROM (SELECT uai, commune FROM beyond.etablissements WHERE is_secondary(type, nature)
      UNION ALL SELECT uai, commune FROM beyond.colleges)
SEMI JOIN beyond_commune USING (commune) GROUP BY uai;

-- Pupils of a commune and level: those that official files count, each school's newest campaign; in
-- a département where they count none at that level, as many an inhabitant as in the académie
-- (hypothesis).
CREATE TEMP TABLE beyond_pupils AS
WITH told AS (
    SELECT uai, level, sum(pupils) AS pupils
    FROM (FROM (SELECT uai, annee[:4]::INT AS start, '2PRO' AS level, seconde AS pupils
                FROM beyond.niveaux_lycees_pro
                UNION ALL SELECT uai, annee[:4]::INT, '1PRO', premiere FROM beyond.niveaux_lycees_pro
                UNION ALL SELECT uai, annee[:4]::INT, 'TPRO', terminale FROM beyond.niveaux_lycees_pro
                UNION ALL SELECT uai, annee[:4]::INT, 'CAP1', cap1 FROM beyond.niveaux_lycees_pro
                UNION ALL SELECT uai, annee[:4]::INT, 'CAP2', cap2 FROM beyond.niveaux_lycees_pro
                UNION ALL SELECT uai, session - 1, '2GT', seconde FROM beyond.ival_lycees_gt
                UNION ALL SELECT uai, annee[:4]::INT, '2GT', seconde FROM beyond.niveaux_lycees_gt
                UNION ALL SELECT uai, session - 1, '3e', troisieme FROM beyond.effectifs_colleges
                UNION ALL SELECT uai, annee[:4]::INT, '3e', troisieme FROM beyond.niveaux_colleges)
          WHERE start <= running_campaign() AND pupils IS NOT NULL
          QUALIFY start = max(start) OVER (PARTITION BY uai, level)
              AND row_number() OVER (PARTITION BY uai, level, start) = 1)
    GROUP BY ALL),
counted AS (
    SELECT commune, level, sum(pupils) AS pupils FROM told JOIN beyond_school USING (uai) GROUP BY ALL),
covered AS (
    SELECT DISTINCT left(commune, 2) AS department, level FROM counted),
rate AS (
    SELECT level, avg(pupils) / (SELECT sum(population) FROM commune) AS an_inhabitant
    FROM (SELECT year, level, sum(pupils) AS pupils FROM demand GROUP BY ALL) GROUP BY level)
SELECT commune, level, pupils, FALSE AS estimated FROM counted
UNION ALL
SELECT b.commune, r.level, b.population * r.an_inhabitant, TRUE
FROM beyond_commune b CROSS JOIN rate r
ANTI JOIN covered c ON c.department = left(b.commune, 2) AND c.level = r.level
WHERE b.population > 0;

-- Shared out by family as in the académie, with the weeks that its pupils owe (hypothesis).
CREATE TABLE beyond_demand AS
WITH own AS (
    SELECT year, level, track, family, sum(pupils) AS pupils, sum(pupil_weeks) AS weeks
    FROM demand GROUP BY ALL)
SELECT o.year, b.commune, o.level, o.track, o.family,
       b.pupils * o.pupils / sum(o.pupils) OVER (PARTITION BY o.year, o.level, b.commune) AS pupils,
       b.pupils * o.weeks / sum(o.pupils) OVER (PARTITION BY o.year, o.level, b.commune)
           AS pupil_weeks
FROM own o JOIN beyond_pupils b USING (level) WHERE o.pupils > 0 ORDER BY ALL;

INSERT INTO remark
SELECT 'Voisinage', CASE WHEN estimated THEN 'Élèves d’au-delà de l’académie, estimés d’après la '
                    || 'population (hypothèse)' ELSE 'Élèves d’au-delà de l’académie, d’après les '
                    || 'fichiers nationaux' END,
       round(sum(pupils))::BIGINT, count(DISTINCT commune) || ' communes'
FROM beyond_pupils GROUP BY estimated HAVING sum(pupils) > 0 ORDER BY estimated;
