-- How schools and families lean on few hosts, what trade hosts them, and how hosts are solicited.
-- `bef` is the school's here, so that what a pôle organises is counted in it.

CREATE TEMP TABLE leaning AS
SELECT year, bef, uai, family, company, sum(placements)::INT AS placed
FROM hosting WHERE family IS NOT NULL GROUP BY ALL;

-- One row per campaign, BEF, school and family, and per union of them ('*': all): how placements
-- gather. `top` is the part of the tenth of hosts that has most, the last one in proportion.
CREATE TABLE dependence AS
WITH one AS (
    SELECT year, coalesce(bef, '*') AS bef, coalesce(uai, '*') AS uai,
           coalesce(family, '*') AS family, company, sum(placed)::INT AS placed
    FROM leaning WHERE bef IS NOT NULL
    GROUP BY GROUPING SETS ((year, company), (year, family, company), (year, bef, company),
                            (year, bef, family, company), (year, bef, uai, family, company))),
ranked AS (
    SELECT *, row_number() OVER w - 1 AS before,
           count(*) OVER (PARTITION BY year, bef, uai, family) AS size
    FROM one WINDOW w AS (PARTITION BY year, bef, uai, family ORDER BY placed DESC, company))
SELECT year, bef, uai, family, count(*)::INT AS hosts, sum(placed)::INT AS placements,
       sum(placed::DOUBLE * placed) AS squares,
       sum(placed * greatest(0, least(1, size / 10 - before)))::DOUBLE AS top,
       max(placed)::INT AS largest, min(company) FILTER (before = 0) AS company
FROM ranked GROUP BY ALL;

-- Signed conventions by family and division of the host's NAF.
CREATE TABLE host_fit AS
SELECT g.year, g.bef, g.family, k.naf[:2] AS division, count(DISTINCT g.company)::INT AS hosts,
       sum(g.placed)::INT AS placements
FROM leaning g JOIN company k USING (company) GROUP BY ALL;

-- One row per host, campaign and week in which it has two pupils or more at once.
CREATE TABLE host_week AS
WITH stay AS (
    SELECT year, company, starts, weeks, uai, count(*)::INT AS pupils
    FROM placement WHERE state = 'signé' AND company IS NOT NULL AND starts IS NOT NULL GROUP BY ALL),
busy AS (SELECT year, company FROM stay GROUP BY ALL HAVING sum(pupils) > 1),
week AS (
    SELECT year, company, date_trunc('week', starts)::DATE + (7 * unnest(range(weeks)))::INT AS week,
           uai, pupils
    FROM stay SEMI JOIN busy USING (year, company))
SELECT w.year, w.company, h.bef, week, sum(pupils)::INT AS pupils,
       count(DISTINCT uai)::INT AS schools
FROM week w JOIN host h USING (company) GROUP BY ALL HAVING sum(pupils) > 1;

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
