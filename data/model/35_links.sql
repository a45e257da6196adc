-- A row that names an unknown school is refused, with its line: it is never dropped silently.

INSERT INTO reject SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés'
FROM source.effectifs ANTI JOIN school USING (uai);
DELETE FROM source.effectifs WHERE uai NOT IN (SELECT uai FROM school);

INSERT INTO reject SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés'
FROM source.periodes ANTI JOIN school USING (uai);
DELETE FROM source.periodes WHERE uai NOT IN (SELECT uai FROM school);

INSERT INTO reject SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés'
FROM source.stages ANTI JOIN school USING (uai);
DELETE FROM source.stages WHERE uai NOT IN (SELECT uai FROM school);

INSERT INTO reject SELECT _file, _line, 'uai', uai, 'UAI absent des annuaires chargés'
FROM source.recours ANTI JOIN school USING (uai);
DELETE FROM source.recours WHERE uai NOT IN (SELECT uai FROM school);
