-- A line without family beside lines with families of the same school, year and level is no pupils:
-- it is the total of the families, or repeats what they say.

CREATE TEMP MACRO total_reason(pupils, by_family) AS
    CASE WHEN pupils = by_family
         THEN 'ligne de total : ' || pupils || ' élèves, la somme des familles du même niveau'
         ELSE 'famille absente, alors que ce niveau est donné par familles (' || by_family
              || ' élèves) : non ajouté' END;

CREATE TEMP TABLE level_total AS
SELECT e._file, e._line, total_reason(e.eleves, f.eleves) AS reason, to_json(e)::VARCHAR AS "row"
FROM source.effectifs e
JOIN (SELECT uai, annee, niveau, sum(eleves)::BIGINT AS eleves FROM source.effectifs
      WHERE famille IS NOT NULL GROUP BY ALL) f USING (uai, annee, niveau)
WHERE e.famille IS NULL;
INSERT INTO reject SELECT _file, _line, 'famille', '', reason, "row" FROM level_total;
DELETE FROM source.effectifs e USING level_total t WHERE e._file = t._file AND e._line = t._line;

CREATE TEMP TABLE period_total AS
SELECT e._file, e._line, total_reason(e.eleves, f.eleves) AS reason, to_json(e)::VARCHAR AS "row"
FROM source.periodes e
JOIN (SELECT uai, annee, niveau, periode, sum(eleves)::BIGINT AS eleves FROM source.periodes
      WHERE famille IS NOT NULL GROUP BY ALL) f USING (uai, annee, niveau, periode)
WHERE e.famille IS NULL;
INSERT INTO reject SELECT _file, _line, 'famille', '', reason, "row" FROM period_total;
DELETE FROM source.periodes e USING period_total t WHERE e._file = t._file AND e._line = t._line;
