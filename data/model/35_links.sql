-- A row that names an unknown school is refused, with its line: it is never dropped silently.

INSERT INTO reject
SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés', to_json(s)::VARCHAR
FROM source.effectifs s ANTI JOIN school USING (uai);
DELETE FROM source.effectifs WHERE uai NOT IN (SELECT uai FROM school);

INSERT INTO reject
SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés', to_json(s)::VARCHAR
FROM source.periodes s ANTI JOIN school USING (uai);
DELETE FROM source.periodes WHERE uai NOT IN (SELECT uai FROM school);

INSERT INTO reject
SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés', to_json(s)::VARCHAR
FROM source.stages s ANTI JOIN school USING (uai);
DELETE FROM source.stages WHERE uai NOT IN (SELECT uai FROM school);

INSERT INTO reject
SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés', to_json(s)::VARCHAR
FROM source.recours s ANTI JOIN school USING (uai);
DELETE FROM source.recours WHERE uai NOT IN (SELECT uai FROM school);

INSERT INTO reject
SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés', to_json(s)::VARCHAR
FROM source.residences s ANTI JOIN school USING (uai);
DELETE FROM source.residences WHERE uai NOT IN (SELECT uai FROM school);
