-- A followed row answers to a period due; otherwise it is refused, with its line.

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
