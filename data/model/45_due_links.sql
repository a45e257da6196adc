-- A followed row answers to a period due; otherwise it is refused, with its line.
-- Where the enrolment of a level is known without families, a family given is left aside.

CREATE TEMP TABLE without_family AS
SELECT s._file, s._line FROM source.stages s
WHERE s.famille IS NOT NULL
  AND EXISTS (FROM due d WHERE d.uai = s.uai AND d.year = s.annee AND d.level = s.niveau
              AND d.period = s.periode AND d.family IS NULL)
  AND NOT EXISTS (FROM due d WHERE d.uai = s.uai AND d.year = s.annee AND d.level = s.niveau
                  AND d.period = s.periode AND d.family = s.famille);
UPDATE source.stages SET famille = NULL FROM without_family w
WHERE stages._file = w._file AND stages._line = w._line;
INSERT INTO remark
SELECT 'Stages', 'Famille laissée de côté : les effectifs de ce niveau sont connus sans famille',
       count(*), '' FROM without_family HAVING count(*) > 0;

-- Which rows of a group (school, year, level, family, period) are in force. A row is of the day that
-- it says, or that its file says for the group. In a batch the rows of the latest day are; those of
-- one day, in several files, are its parts. Of two batches the later one, unless it says an earlier
-- day than one before it. Without a day, files of one batch that overlap wait for an answer.
CREATE TEMP TABLE extract AS
SELECT s._file, s._line, f._batch AS batch, s.uai, s.annee, s.niveau, s.famille, s.periode,
       concat_ws(' ', s.uai, s.annee, s.niveau, s.famille, 'période', s.periode) AS grp,
       coalesce(s.observe_le, max(s.observe_le) OVER (
           PARTITION BY s._file, s.uai, s.annee, s.niveau, s.famille, s.periode)) AS day
FROM source.stages s JOIN kept.file f ON f.file = s._file;

CREATE TEMP TABLE group_batch AS
SELECT grp, batch, max(day) AS day,
       max(max(day)) OVER (PARTITION BY grp ORDER BY batch
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS known_day,
       list_sort(list(DISTINCT _file)) AS files, count(day) < count(*) AS undated
FROM extract GROUP BY grp, batch;

CREATE TEMP TABLE overlap AS
SELECT grp, batch, files FROM group_batch WHERE undated AND len(files) > 1;

CREATE TEMP TABLE left_out AS
WITH fate AS (
    SELECT e._file, e._line, b.day < b.known_day AS older, e.day < b.day AS earlier, e.grp, e.batch,
           max(e.batch) FILTER (b.day < b.known_day IS NOT TRUE) OVER (PARTITION BY e.grp) AS last
    FROM extract e JOIN group_batch b ON b.grp = e.grp AND b.batch = e.batch)
SELECT _file, _line, grp, last,
       CASE WHEN older THEN 'plus anciennes que ce qui est déjà connu : laissées de côté'
            WHEN batch < last THEN 'remplacées par un lot plus récent'
            ELSE 'remplacées par une extraction plus récente du même lot' END AS why
FROM fate WHERE older OR batch < last OR earlier;

INSERT INTO remark
SELECT 'Lots', 'États des périodes et lieux de stage : lignes ' || why, sum(n)::BIGINT,
       listing(list(told))
FROM (SELECT why, _file || ' (' || count(*) || ')' || coalesce(' par ' || any_value(newer), '') AS told,
             count(*) AS n
      FROM left_out LEFT JOIN (
          SELECT grp, batch AS last, array_to_string(files, ', ') AS newer FROM group_batch)
          USING (grp, last) GROUP BY why, _file)
GROUP BY why;
INSERT INTO remark
SELECT 'Stages', 'Groupes suivis par plusieurs fichiers de même jour : additionnés', count(*),
       listing(list(DISTINCT array_to_string(files, ' + ')))
FROM (SELECT grp, list_sort(list(DISTINCT _file)) AS files
      FROM extract ANTI JOIN left_out USING (_file, _line) GROUP BY grp)
WHERE len(files) > 1 HAVING count(*) > 0;
DELETE FROM source.stages s USING left_out o WHERE s._file = o._file AND s._line = o._line;

CREATE TEMP TABLE orphan AS
SELECT s._file, s._line, s.annee, s.niveau, s.famille, s.periode, to_json(s)::VARCHAR AS "row"
FROM source.stages s
WHERE NOT EXISTS (FROM due d WHERE d.uai = s.uai AND d.year = s.annee AND d.level = s.niveau
                  AND d.period = s.periode AND d.family IS NOT DISTINCT FROM s.famille);
INSERT INTO reject
SELECT _file, _line, 'periode', concat_ws(' ', annee, niveau, famille, 'période', periode),
       'aucune période due ne correspond (établissement, année, niveau, famille, période)', "row"
FROM orphan;
DELETE FROM source.stages USING orphan o
WHERE stages._file = o._file AND stages._line = o._line;

-- Groups with more rows than pupils due; `assumed`: the number of pupils is a hypothesis.
CREATE TEMP TABLE excess AS
SELECT s.uai, s.annee AS year, any_value(concat_ws(' ', s.uai, s.annee, s.niveau, s.famille,
                                                   'période', s.periode)) AS grp,
       count(*) AS followed, any_value(d.pupils) AS due,
       list_sort(list(DISTINCT s._file)) AS files,
       EXISTS (FROM enrolment e WHERE e.uai = s.uai AND e.year = s.annee AND e.level = s.niveau
               AND e.assumed) AS assumed
FROM source.stages s
JOIN due d ON d.uai = s.uai AND d.year = s.annee AND d.level = s.niveau AND d.period = s.periode
          AND d.family IS NOT DISTINCT FROM s.famille
GROUP BY s.uai, s.annee, s.niveau, s.famille, s.periode HAVING count(*) > any_value(d.pupils);
