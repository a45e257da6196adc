-- What hosts have taken, where the placement was: conventions signed and their weeks. A pool is
-- what competes for the same hosts: a family, or the track of pupils without one. Sums run on
-- DOUBLE, exact for such counts: those of BIGINT are on 128 bits, twice as slow.

CREATE TABLE capacity AS
WITH taken AS (
    SELECT year, company, host_commune, coalesce(family, track) AS pool,
           sum(placements::DOUBLE) AS placements, sum(place_weeks::DOUBLE) AS place_weeks
    FROM hosting WHERE host_commune IS NOT NULL AND NOT abroad GROUP BY ALL),
counted AS (
    SELECT t.year, t.host_commune AS commune, h.sector,
           CASE WHEN h.size = '0-9' THEN '1-9' WHEN h.size IS NOT NULL THEN '10+' END AS size,
           t.pool, sum(t.placements)::BIGINT AS placements,
           sum(t.place_weeks)::BIGINT AS place_weeks, count(*) AS hosts,
           count(*) FILTER (h.commune = t.host_commune) AS settled  -- once a host: adds up
    FROM taken t JOIN host h USING (company) GROUP BY ALL)
SELECT k.*, c.bef FROM counted k LEFT JOIN commune c USING (commune);

-- The same for the académie; a cell with fewer than 3 hosts in their own commune (a host that takes
-- in two communes is one) goes with the unknown.
CREATE TABLE capacity_whole AS
WITH cells AS (
    SELECT year, sector, size, pool, sum(settled) AS hosts,
           sum(placements) AS placements, sum(place_weeks) AS place_weeks
    FROM capacity GROUP BY ALL)
SELECT year, CASE WHEN hosts >= 3 THEN sector END AS sector,
       CASE WHEN hosts >= 3 THEN size END AS size, pool,
       sum(placements)::BIGINT AS placements, sum(place_weeks)::BIGINT AS place_weeks
FROM cells GROUP BY ALL HAVING sum(hosts) >= 3 ORDER BY ALL;
