-- Enrolment by level, then the periods due. What is derived says so.

CREATE TEMP TABLE official_enrolment AS
SELECT uai, '3e' AS level, troisieme AS pupils, FALSE AS assumed,
       'DNB, rentrée ' || (session - 1) AS origin, (session - 1) || '-' || session AS vintage
FROM source.effectifs_colleges
QUALIFY row_number() OVER (PARTITION BY uai ORDER BY session DESC) = 1
UNION ALL
SELECT uai, level, pupils, FALSE, 'IVAL' || coalesce(', session ' || vintage, ''),
       (vintage - 1) || '-' || vintage
FROM (UNPIVOT (SELECT e.uai, e.seconde AS "2PRO", e.premiere AS "1PRO", e.terminale AS "TPRO",
                      f.vintage
               FROM source.effectifs_lycees_pro e JOIN import_file f ON f.file = e._file)
      ON "2PRO", "1PRO", "TPRO" INTO NAME level VALUE pupils)
UNION ALL  -- hypothesis: a third of the pupils of a track at each of its three levels
SELECT uai, level, pupils // 3 + (rank <= pupils % 3)::INT, TRUE, 'IPS, rentrée ' || annee, annee
FROM (SELECT uai, annee, eleves_pro AS pupils FROM source.ips_lycees
      WHERE eleves_pro > 0 AND uai NOT IN (SELECT uai FROM source.effectifs_lycees_pro)
      QUALIFY row_number() OVER (PARTITION BY uai ORDER BY annee DESC) = 1),
     (VALUES ('2PRO', 1), ('1PRO', 2), ('TPRO', 3)) AS v(level, rank)
UNION ALL
SELECT uai, '2GT', eleves_gt // 3 + (eleves_gt % 3 > 0)::INT, TRUE, 'IPS, rentrée ' || annee, annee
FROM source.ips_lycees WHERE eleves_gt > 0
QUALIFY row_number() OVER (PARTITION BY uai ORDER BY annee DESC) = 1;

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
    SELECT uai, year, level, NULL, track, pupils, assumed, origin
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
SELECT 'Effectifs', 'Collège sans effectif de 3e : aucune période due connue', count(*),
       listing(list(uai))
FROM source.colleges ANTI JOIN enrolment USING (uai) HAVING count(*) > 0;

INSERT INTO remark
SELECT 'Effectifs', 'Niveau sans effectif connu : ses périodes dues manquent', count(*),
       listing(list(label))
FROM level ANTI JOIN enrolment USING (level) HAVING count(*) > 0;
