-- What hosts have taken, where the placement was: conventions signed and their weeks. A pool is
-- what competes for the same hosts: a family, or the track of pupils without one.

CREATE TABLE capacity AS
WITH taken AS (
    SELECT year, company, host_commune, coalesce(family, track) AS pool,
           sum(placements) AS placements, sum(place_weeks) AS place_weeks
    FROM hosting WHERE host_commune IS NOT NULL AND NOT abroad GROUP BY ALL)
SELECT t.year, t.host_commune AS commune, c.bef, h.sector,
       CASE WHEN h.size = '0-9' THEN '1-9' WHEN h.size IS NOT NULL THEN '10+' END AS size,
       t.pool, sum(t.placements)::BIGINT AS placements, sum(t.place_weeks)::BIGINT AS place_weeks,
       count(*) AS hosts
FROM taken t JOIN host h USING (company) LEFT JOIN commune c ON c.commune = t.host_commune
GROUP BY ALL ORDER BY t.year, t.host_commune;

-- The same for the académie; a cell of one or two hosts goes with the unknown.
CREATE TABLE capacity_whole AS
WITH cells AS (
    SELECT year, sector, size, pool, sum(hosts) AS hosts, sum(placements) AS placements,
           sum(place_weeks) AS place_weeks
    FROM capacity GROUP BY ALL)
SELECT year, CASE WHEN hosts >= 3 THEN sector END AS sector,
       CASE WHEN hosts >= 3 THEN size END AS size, pool,
       sum(placements)::BIGINT AS placements, sum(place_weeks)::BIGINT AS place_weeks
FROM cells GROUP BY ALL HAVING sum(hosts) >= 3 ORDER BY ALL;
