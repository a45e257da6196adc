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
