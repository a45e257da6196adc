-- The day of which a version speaks. What comes after it has not happened: it is not counted.

-- Each followed row has a day of observation: its own, or else that of its file.
INSERT INTO remark
SELECT 'Jour d’observation',
       'Suivi observé au ' || strftime(coalesce(s.observe_le, f.observed_on), '%d/%m/%Y')
       || CASE WHEN s.observe_le IS NOT NULL THEN ' (colonne du fichier)'
               WHEN f.declared THEN ' (jour déclaré)' ELSE ' (jour de l’import)' END AS said,
       count(*), listing(list(DISTINCT s._file))
FROM source.stages s JOIN import_file f ON f.file = s._file
GROUP BY said, coalesce(s.observe_le, f.observed_on)
ORDER BY coalesce(s.observe_le, f.observed_on) DESC LIMIT 10;
UPDATE source.stages SET observe_le = f.observed_on FROM import_file f
WHERE f.file = stages._file AND stages.observe_le IS NULL;

-- The latest observation of the follow-up, or else the latest import: never the day of the build.
CREATE TEMP TABLE speaking AS
SELECT coalesce((SELECT max(observe_le) FROM source.stages), (SELECT max(observed_on) FROM import_file)) AS day;
CREATE TEMP MACRO as_of() AS (SELECT day FROM speaking);

-- A period begins on its planned day, or else with the first of its rows; where neither says, with
-- its school year.
CREATE TEMP TABLE planned AS
WITH followed AS (
    SELECT uai, annee AS year, niveau AS level, famille AS family, periode AS period,
           min(debut) AS first
    FROM source.stages GROUP BY ALL)
SELECT d.*, coalesce(d.starts, f.first) AS first_day,
       coalesce(first_day, make_date(left(d.year, 4)::INT, 9, 1)) <= as_of() AS begun
FROM due d LEFT JOIN followed f
  ON f.uai = d.uai AND f.year = d.year AND f.level = d.level AND f.period = d.period
     AND f.family IS NOT DISTINCT FROM d.family;

INSERT INTO remark
SELECT 'Stages', 'Premier jour hors de la période due : celui de la période est retenu', count(*),
       listing(list(DISTINCT concat_ws(' ', s.uai, s.annee, s.niveau, s.famille, 'période', s.periode)))
FROM source.stages s JOIN due d
  ON d.uai = s.uai AND d.year = s.annee AND d.level = s.niveau AND d.period = s.periode
     AND d.family IS NOT DISTINCT FROM s.famille
WHERE s.debut NOT BETWEEN d.starts - 14 AND d.ends HAVING count(*) > 0;

-- One row per campaign: `running` when some of its periods have begun and not all. `observed`: the
-- day of which its figures speak.
CREATE TABLE campaign_day AS
WITH told AS (
    SELECT annee AS year, max(observe_le) AS day FROM source.stages GROUP BY annee)
SELECT p.year, bool_or(p.begun) AS begun,
       bool_or(p.begun) AND NOT bool_and(p.begun) AS running,
       min(p.first_day) AS first_day,
       CASE WHEN bool_and(p.begun) THEN coalesce(any_value(t.day), as_of()) ELSE as_of() END
       AS observed
FROM planned p LEFT JOIN told t USING (year) GROUP BY p.year ORDER BY p.year;

-- `same_day`: what a running campaign may be compared with, the periods of the earlier ones that
-- had begun by the same day of the year.
CREATE OR REPLACE TABLE due AS
WITH running AS (SELECT max(left(year, 4)::INT) AS year FROM campaign_day WHERE running)
SELECT p.*, p.begun AND coalesce(
           first_day <= as_of() - to_years(r.year - left(p.year, 4)::INT), TRUE) AS same_day
FROM planned p CROSS JOIN running r;  -- all of them, where none runs

INSERT INTO remark
SELECT 'Jour d’observation', 'Périodes à venir au ' || strftime(as_of(), '%d/%m/%Y')
       || CASE WHEN d.running THEN ' : la campagne est en cours, elles ne sont pas comptées'
               ELSE ' : la campagne n’est pas commencée' END,
       sum(p.pupils), 'campagne ' || year || ', élèves attendus'
FROM due p JOIN campaign_day d USING (year)
WHERE NOT p.begun GROUP BY year, d.running ORDER BY year;
INSERT INTO remark
SELECT 'Jour d’observation', 'Période d’une campagne sans premier jour connu : comptée dès la rentrée',
       count(*), 'campagne ' || year
FROM due WHERE first_day IS NULL AND begun
  AND as_of() < make_date(left(year, 4)::INT + 1, 9, 1) GROUP BY year ORDER BY year;
