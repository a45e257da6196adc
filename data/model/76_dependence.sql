-- How schools and families lean on few hosts, what trade hosts them, and how hosts are solicited.
-- `bef` is the school's here, so that what a pôle organises is counted in it.

CREATE TEMP TABLE leaning AS
SELECT year, bef, uai, family, id, any_value(company) AS company, sum(placements)::INT AS placed
FROM (SELECT g.*, r.id FROM hosting g JOIN row_of_host r USING (company))
WHERE family IS NOT NULL AND bef IS NOT NULL GROUP BY year, bef, uai, family, id;

-- One row per campaign, BEF, school and family, and per union of them ('*': all): how placements
-- gather. `top` is the part of the tenth of hosts that has most, the last one in proportion;
-- `company` the host that has most.
CREATE TABLE dependence AS
WITH zone AS (
    SELECT year, bef, family, id, sum(placed)::INT AS placed FROM leaning GROUP BY ALL),
one AS (
    SELECT year, bef, uai, family, id, placed FROM leaning
    UNION ALL
    SELECT year, coalesce(bef, '*'), '*', coalesce(family, '*'), id, sum(placed)::INT FROM zone
    GROUP BY GROUPING SETS ((year, id), (year, family, id), (year, bef, id), (year, bef, family, id))),
grouped AS (
    SELECT year, bef, uai, family, list_reverse_sort(list(placed)) AS placed,
           sum(placed::DOUBLE * placed) AS squares, max((placed::BIGINT << 32) - id) AS first
    FROM one GROUP BY ALL)
SELECT year, g.bef, uai, family, len(placed)::INT AS hosts, list_sum(placed)::INT AS placements,
       squares,
       (coalesce(list_sum(placed[1:len(placed) // 10]), 0)
        + (len(placed) / 10 - len(placed) // 10) * coalesce(placed[len(placed) // 10 + 1], 0))::DOUBLE
       AS top,
       placed[1]::INT AS largest, r.company
FROM grouped g JOIN row_of_host r ON r.id = (placed[1]::BIGINT << 32) - first;

-- Signed conventions by family and division of the host's NAF.
CREATE TABLE host_fit AS
SELECT g.year, g.bef, g.family, k.division, count(DISTINCT g.company)::INT AS hosts,
       sum(g.placed)::INT AS placements
FROM leaning g JOIN company k USING (company) GROUP BY ALL;

-- One row per host, campaign and week in which it has two pupils or more at once.
CREATE TABLE host_week AS
WITH numbered AS (  -- weeks are counted from a Monday
    SELECT c.rank, r.id, hash(uai) AS school, (starts - DATE '2001-01-01') // 7 AS first, weeks
    FROM placement JOIN row_of_host r USING (company) JOIN campaign c USING (year)
    WHERE state = 'signé' AND starts IS NOT NULL AND begun),
busy AS (SELECT rank, id FROM numbered GROUP BY ALL HAVING count(*) > 1),
week AS (
    SELECT rank, id, school, first + unnest(range(weeks)) AS week
    FROM numbered SEMI JOIN busy USING (rank, id)),
school_week AS (SELECT rank, id, week, school, count(*)::INT AS pupils FROM week GROUP BY ALL),
several AS (
    SELECT rank, id, week, sum(pupils)::INT AS pupils, count(*)::INT AS schools
    FROM school_week GROUP BY ALL HAVING sum(pupils) > 1)
SELECT c.year, r.company, r.bef, DATE '2001-01-01' + (7 * week)::INT AS week, pupils, schools
FROM several JOIN row_of_host r USING (id) JOIN campaign c USING (rank);

-- The same, counted by week: hosts with several pupils, several schools, the most at one host.
CREATE TABLE week_load AS
SELECT year, bef, week, count(*)::INT AS hosts, sum(pupils)::INT AS pupils,
       count(*) FILTER (schools > 1)::INT AS shared, max(pupils)::INT AS most
FROM host_week GROUP BY ALL;

-- One row per campaign, BEF of the host, number of schools (3: three or more) and most pupils at
-- once (1, 2, 3 for 3-4, 5 for more).
CREATE TABLE load_cell AS
WITH peak AS (SELECT year, company, max(pupils) AS pupils FROM host_week GROUP BY ALL)
SELECT p.year, p.bef, least(p.schools, 3) AS schools,
       CASE WHEN k.pupils >= 5 THEN 5 WHEN k.pupils >= 3 THEN 3 ELSE coalesce(k.pupils, 1) END AS peak,
       count(*)::INT AS hosts, sum(p.placements)::INT AS placements
FROM portfolio p LEFT JOIN peak k USING (year, company) WHERE p.placements > 0 GROUP BY ALL;
