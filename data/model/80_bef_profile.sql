-- What a BEF is, to find those that are like it; and the hosts it knew that are not taken again.

-- One row per BEF and large sector: its employer establishments.
CREATE TABLE bef_fabric AS
SELECT c.bef, f.sector, sum(f.establishments)::BIGINT AS establishments
FROM fabric f JOIN commune c USING (commune)
WHERE c.bef IS NOT NULL GROUP BY ALL ORDER BY ALL;

-- One row per school year with pupils (or '' without any) and BEF. A value known for less than 90 % of what it is about
-- is missing. Pupils: those of the levels that have a placement (3e, 2de GT, vocational track).
CREATE TABLE bef_profile AS
WITH land AS (
    SELECT bef, sum(population) AS people,
           sum(population) FILTER (area_km2 > 0) / sum(area_km2) FILTER (population IS NOT NULL)
           AS density,
           count(*) FILTER (area_km2 > 0 AND population IS NOT NULL) / count(*) AS surveyed,
           sum(population) FILTER (density_class IS NOT NULL) AS graded,
           sum(CASE WHEN density_class >= 5 THEN population WHEN density_class >= 1 THEN 0 END)
           AS rural
    FROM commune WHERE bef IS NOT NULL GROUP BY bef),
employed AS (
    SELECT c.bef, sum(f.establishments) AS establishments,
           count(DISTINCT c.commune) / any_value(n.communes) AS told
    FROM fabric f JOIN commune c USING (commune)
    JOIN (SELECT bef, count(*) AS communes FROM commune GROUP BY bef) n ON n.bef = c.bef
    GROUP BY c.bef),
enrolled AS (
    SELECT e.year, e.bef, sum(e.pupils)::BIGINT AS pupils,
           coalesce(sum(e.pupils) FILTER (e.track = 'pro'), 0) AS vocational,
           sum(e.pupils * g.ips) / sum(e.pupils) FILTER (g.ips IS NOT NULL) AS ips,
           sum(e.pupils) FILTER (g.ips IS NOT NULL) AS with_ips
    FROM enrolment e LEFT JOIN school_public g ON g.uai = e.uai AND g.track = e.track
    WHERE e.bef IS NOT NULL GROUP BY e.year, e.bef),
tracks AS (SELECT year, count(DISTINCT track) AS several FROM enrolment GROUP BY year)
SELECT y.year, b.bef, e.pupils, l.people::BIGINT AS people,
       CASE WHEN surveyed >= 0.9 THEN l.density END AS density,
       CASE WHEN with_ips >= 0.9 * e.pupils THEN e.ips END AS ips,
       -- where only one track is enrolled, its share tells nothing
       CASE WHEN t.several > 1 THEN e.vocational / e.pupils END AS vocational,
       CASE WHEN l.graded >= 0.9 * l.people THEN l.rural / l.graded END AS rural,
       CASE WHEN w.told >= 0.9 THEN w.establishments / e.pupils END AS employers
FROM bef b
CROSS JOIN (SELECT year FROM tracks UNION ALL SELECT '' WHERE NOT EXISTS (FROM tracks)) y
LEFT JOIN land l USING (bef)
LEFT JOIN employed w USING (bef)
LEFT JOIN enrolled e ON e.bef = b.bef AND e.year = y.year
LEFT JOIN tracks t ON t.year = y.year
ORDER BY ALL;

-- One row per campaign, school and family: hosts that took its pupils in the two campaigns before,
-- and those of them that take somebody, from any school, in this one. A host is counted once a BEF
-- and family, at the school that gave it most pupils. In a running campaign, those that had taken
-- them by the same day of the year.
CREATE TABLE past_host AS
WITH placed AS (
    SELECT c.rank, p.company, p.uai, s.bef, l.track, p.family, p.same_day, count(*) AS placed
    FROM followed p JOIN campaign c USING (year) JOIN school s USING (uai) JOIN level l USING (level)
    WHERE p.placed AND p.begun AND p.company IS NOT NULL GROUP BY ALL),
before AS (
    SELECT c.rank, p.bef, p.family, p.company, p.uai, sum(p.placed) AS placed
    FROM placed p JOIN campaign c ON p.rank BETWEEN c.rank - 2 AND c.rank - 1
                          AND (p.same_day OR NOT c.running)
    WHERE p.track = 'pro' AND p.family IS NOT NULL AND p.bef IS NOT NULL GROUP BY ALL),
once AS (
    SELECT rank, bef, family, company, uai FROM before
    QUALIFY row_number() OVER (PARTITION BY rank, bef, family, company
                               ORDER BY placed DESC, uai) = 1),
now AS (SELECT DISTINCT rank, company FROM placed)
SELECT c.year, o.bef, o.uai, o.family, count(*)::INT AS hosts, count(n.company)::INT AS taken
FROM once o JOIN campaign c USING (rank)
LEFT JOIN now n ON n.rank = o.rank AND n.company = o.company
GROUP BY ALL ORDER BY ALL;
