-- Aggregates that pages read: built once, at publication.

-- One row per school, year, level, family and period due: all that adds up is counted here, and
-- nowhere else. `unknown` at each date: what the school did not follow, or not when. Those that have
-- not `begun` stay, for what is to come: whatever is due is read from `begun_period`, or by a store.
CREATE TABLE period_state AS
SELECT d.uai, d.year, d.level, l.track, d.family, d.period, s.bef, s.commune, b.pole,
       coalesce(g.public, 'inconnu') AS public, d.starts, d.weeks, d.origin, d.begun, d.same_day,
       t.followed IS NOT NULL AS sent, greatest(d.pupils, coalesce(t.followed, 0)) AS due,
       silent + coalesce(t.undated_j21, 0) AS unknown_j21,
       silent + coalesce(t.undated_j7, 0) AS unknown_j7,
       silent + coalesce(t.undated, 0) AS unknown,
       silent + coalesce(t.undated_p7, 0) AS unknown_p7,
       -- a pôle that told of no case in the year told nothing
       CASE WHEN q.bef IS NULL THEN due ELSE 0 END AS cases_unknown,
       coalesce(COLUMNS(t.* EXCLUDE (uai, year, level, family, period, followed, undated,
                                     undated_j21, undated_j7, undated_p7)), 0),
       coalesce(COLUMNS(r.* EXCLUDE (uai, year, level, family, period)), 0)
FROM due d
JOIN school s USING (uai)
JOIN level l USING (level)
LEFT JOIN bef_pole b ON b.bef = s.bef
LEFT JOIN school_public g ON g.uai = d.uai AND g.track = l.track
LEFT JOIN counted t ON t.uai = d.uai AND t.year = d.year AND t.level = d.level
     AND t.period = d.period AND t.family IS NOT DISTINCT FROM d.family
LEFT JOIN case_count r ON r.uai = d.uai AND r.year = d.year AND r.level = d.level
     AND r.period = d.period AND r.family IS NOT DISTINCT FROM d.family
LEFT JOIN (SELECT DISTINCT bef, annee FROM source.recours) q ON q.bef = s.bef AND q.annee = d.year
JOIN LATERAL (SELECT greatest(d.pupils - coalesce(t.followed, 0), 0) AS silent) ON true
ORDER BY d.year, s.bef, d.uai, d.level, d.family, d.period;
CREATE TEMP VIEW begun_period AS FROM period_state WHERE begun;

INSERT INTO remark
SELECT 'Stages', 'Plus de lignes suivies que d’élèves attendus : le nombre de lignes est retenu',
       count(*), 'groupes établissement × niveau × famille × période'
FROM period_state p JOIN due d ON d.uai = p.uai AND d.year = p.year AND d.level = p.level
     AND d.period = p.period AND d.family IS NOT DISTINCT FROM p.family
WHERE p.due > d.pupils HAVING count(*) > 0;

CREATE TABLE school_year AS
SELECT year, sum(due)::BIGINT AS due, sum(due - unknown)::BIGINT AS followed,
       bool_and(origin LIKE 'dérivée%') AS derived, any_value(running) AS running
FROM begun_period JOIN campaign_day USING (year) GROUP BY year ORDER BY year;

-- Ways from schools to hosts, km, between the centres of their communes.
CREATE TEMP TABLE way AS
SELECT origin, destination,
       round(CASE WHEN origin = destination THEN own_distance_km(h.area_km2)
             ELSE great_circle_km(o.lon, o.lat, h.lon, h.lat) END, 3) AS km
FROM (SELECT DISTINCT s.commune AS origin, p.place AS destination
      FROM followed p JOIN school s USING (uai))
JOIN commune o ON o.commune = origin
JOIN commune h ON h.commune = destination;

-- Engaged means at least one convention signed in the year. One row per host and its place,
-- school, level, family, period and year: `bef` is the school's.
CREATE TABLE hosting AS
SELECT p.year, p.company, p.uai, s.bef, l.track, p.level, p.family, p.period,
       p.same_day, p.place AS host_commune, p.abroad, w.km, count(*) AS placements,
       sum(p.weeks)::BIGINT AS place_weeks,
       count(p.trained_tutor) AS tutors_known, count(*) FILTER (p.trained_tutor) AS tutors_trained
FROM followed p JOIN school s USING (uai) JOIN level l USING (level)
LEFT JOIN way w ON w.origin = s.commune AND w.destination = p.place
WHERE p.company IS NOT NULL AND p.state = 'signé' AND p.begun
GROUP BY ALL ORDER BY p.year, p.company;

-- One row per host: `bef` is where it hosts; a protected name is not even copied.
CREATE TABLE host AS
SELECT k.company, k.country, k.commune, c.name AS commune_name, c.bef, k.division,
       k.section, k.section_label, k.sector, k.size, k.public, k.may_be_named,
       CASE WHEN k.may_be_named THEN k.name END AS company_name
FROM company k LEFT JOIN commune c ON c.commune = k.commune
WHERE k.company IN (SELECT company FROM hosting) ORDER BY k.company;

-- Demand where pupils study: pupils and pupil-weeks due, by commune.
CREATE TABLE demand AS
SELECT p.year, p.commune, p.level, p.track, p.family,
       sum(p.due * p.weeks) AS pupil_weeks, max(e.pupils) AS pupils
FROM begun_period p
JOIN (SELECT s.commune, e.year, e.level, e.family, sum(e.pupils) AS pupils
      FROM enrolment e JOIN school s USING (uai) GROUP BY ALL) e
  ON e.commune = p.commune AND e.year = p.year AND e.level = p.level
     AND e.family IS NOT DISTINCT FROM p.family
GROUP BY ALL;
