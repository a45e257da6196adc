-- Aggregates that pages read: built once, at publication.

CREATE TABLE period_state AS
WITH states AS (
    SELECT uai, year, level, family, period,
           count(*) AS followed,
           count(*) FILTER (signed_on <= starts AND state = 'signé') AS signed,
           count(*) FILTER (NOT (coalesce(signed_on <= starts, FALSE) AND state = 'signé')
                            AND agreed_on <= starts AND state IN ('signé', 'accord')) AS agreed,
           count(*) FILTER (state = 'inconnu'
                            -- signed too late or without a date, agreed nobody knows when
                            OR (state = 'signé' AND agreed_on IS NULL
                                AND NOT coalesce(signed_on <= starts, FALSE))
                            OR (state = 'accord' AND agreed_on IS NULL)
                            OR (state <> 'sans lieu' AND starts IS NULL)) AS undated
    FROM placement GROUP BY ALL)
SELECT d.uai, d.year, d.level, l.track, d.family, d.period, s.bef, s.commune, d.starts, d.weeks,
       d.origin, greatest(d.pupils, coalesce(t.followed, 0)) AS due,
       coalesce(t.signed, 0) AS signed, coalesce(t.agreed, 0) AS agreed,
       coalesce(t.followed - t.signed - t.agreed - t.undated, 0) AS without,
       greatest(d.pupils - coalesce(t.followed, 0), 0) + coalesce(t.undated, 0) AS unknown,
       t.followed IS NOT NULL AS sent
FROM due d
JOIN school s USING (uai)
JOIN level l USING (level)
LEFT JOIN states t ON t.uai = d.uai AND t.year = d.year AND t.level = d.level
     AND t.period = d.period AND t.family IS NOT DISTINCT FROM d.family
ORDER BY d.year, s.bef, d.uai, d.level, d.family, d.period;

INSERT INTO remark
SELECT 'Stages', 'Plus de lignes suivies que d’élèves attendus : le nombre de lignes est retenu',
       count(*), 'groupes établissement × niveau × famille × période'
FROM period_state p JOIN due d ON d.uai = p.uai AND d.year = p.year AND d.level = p.level
     AND d.period = p.period AND d.family IS NOT DISTINCT FROM p.family
WHERE p.due > d.pupils HAVING count(*) > 0;

CREATE TABLE school_year AS
SELECT year, sum(due)::BIGINT AS due, sum(due - unknown)::BIGINT AS followed,
       bool_and(origin LIKE 'dérivée%') AS derived
FROM period_state GROUP BY year ORDER BY year;

-- Engaged means at least one convention signed in the year. One row per host, school, level,
-- family and year: `bef` is the school's.
CREATE TABLE hosting AS
SELECT p.year, p.company, p.uai, s.bef, l.track, p.level, p.family, count(*) AS placements
FROM placement p JOIN school s USING (uai) JOIN level l USING (level)
WHERE p.company IS NOT NULL AND p.state = 'signé'
GROUP BY ALL ORDER BY p.year, p.company;

-- One row per host: `bef` is where it hosts; a protected name is not even copied.
CREATE TABLE host AS
SELECT k.company, k.country, k.commune, c.name AS commune_name, c.bef, k.section,
       k.section_label, k.sector, k.size, k.public, k.may_be_named,
       CASE WHEN k.may_be_named THEN k.name END AS company_name
FROM company k LEFT JOIN commune c ON c.commune = k.commune
WHERE k.company IN (SELECT company FROM hosting) ORDER BY k.company;

-- Demand where pupils study: pupils and pupil-weeks due, by commune.
CREATE TABLE demand AS
SELECT p.year, p.commune, p.level, p.track, p.family,
       sum(p.due * p.weeks) AS pupil_weeks, max(e.pupils) AS pupils
FROM period_state p
JOIN (SELECT s.commune, e.year, e.level, e.family, sum(e.pupils) AS pupils
      FROM enrolment e JOIN school s USING (uai) GROUP BY ALL) e
  ON e.commune = p.commune AND e.year = p.year AND e.level = p.level
     AND e.family IS NOT DISTINCT FROM p.family
GROUP BY ALL;
