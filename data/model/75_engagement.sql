-- Who is engaged and since when: built once, from `hosting`, so that a page reads cells and never
-- placements. A cut is a track, or '*' for all of them; a level of the vocational track, '/family'
-- or 'level/family' are cuts too, for the hosts of a campaign only.

-- Campaigns that were followed, in order: the rank is the bit of a history.
CREATE TEMP TABLE campaign AS
SELECT year, (left(year, 4)::INT - min(left(year, 4)::INT) OVER ())::INT AS rank, d.running
FROM (SELECT DISTINCT year FROM hosting) JOIN campaign_day d USING (year);

CREATE TEMP TABLE row_of_host AS
SELECT company, row_number() OVER ()::INT AS id, bef, commune, division, sector, section, size
FROM host;

-- One row per host, school and campaign.
CREATE TEMP TABLE taken AS
SELECT c.rank, id, uai, sum(placements)::INT AS placements,
       coalesce(sum(placements) FILTER (track = 'pro'), 0)::INT AS pro,
       coalesce(sum(placements) FILTER (track = 'gt'), 0)::INT AS gt,
       coalesce(sum(placements) FILTER (track = 'college'), 0)::INT AS college,
       sum(tutors_known) > 0 AS told, sum(tutors_trained) > 0 AS trained
FROM hosting JOIN campaign c USING (year) JOIN row_of_host USING (company) GROUP BY ALL;

CREATE TEMP TABLE host_year AS
SELECT id, rank, sum(placements)::INT AS placements, sum(pro)::INT AS pro, sum(gt)::INT AS gt,
       sum(college)::INT AS college, count(*)::INT AS schools, bool_or(told) AS told,
       bool_or(trained) AS trained
FROM taken GROUP BY ALL;

CREATE TEMP TABLE masks AS
SELECT id, bit_or(1::BIGINT << rank) AS "*", bit_or(1::BIGINT << rank) FILTER (pro > 0) AS pro,
       bit_or(1::BIGINT << rank) FILTER (gt > 0) AS gt,
       bit_or(1::BIGINT << rank) FILTER (college > 0) AS college
FROM host_year GROUP BY id;

CREATE TEMP TABLE history AS
SELECT cut, id, mask, log2(mask & -mask)::INT AS first
FROM (UNPIVOT masks ON "*", pro, gt, college INTO NAME cut VALUE mask);

-- Distinct hosts do not add up over levels or families: each choice is a cut of its own.
CREATE TEMP TABLE fine_history AS
WITH one AS (
    SELECT id, level, family, bit_or(1::BIGINT << rank) AS mask
    FROM hosting JOIN campaign USING (year) JOIN row_of_host USING (company)
    WHERE track = 'pro' GROUP BY ALL)
SELECT concat(level, '/' || family) AS cut, family, id, bit_or(mask) AS mask,
       log2(bit_or(mask) & -bit_or(mask))::INT AS first
FROM one GROUP BY GROUPING SETS ((id, level), (id, family), (id, level, family))
HAVING GROUPING(family) = 1 OR family IS NOT NULL;

-- The status of a host at the end of a campaign (31 August), from its history: `nouvelle` first
-- seen in it; `fidele` active in it and in 3 of the last 4; `active` the others that are;
-- `a_reactiver` last active the campaign before (silent 12 to 24 months by then); `perdue` silent
-- for longer. In the first known campaign nobody can be told new: all are `active`. So they are in
-- a running one, where who is not there yet is not lost.
CREATE TEMP MACRO here(mask, rank) AS (mask >> rank) & 1 = 1;
CREATE TEMP MACRO just_before(mask, rank) AS rank > 0 AND (mask >> greatest(rank - 1, 0)) & 1 = 1;
CREATE TEMP MACRO status_of(mask, first, rank, running) AS
    CASE WHEN running THEN 'active' WHEN NOT here(mask, rank)
         THEN CASE WHEN just_before(mask, rank) THEN 'a_reactiver' ELSE 'perdue' END
         WHEN rank > 0 AND rank = first THEN 'nouvelle'
         WHEN bit_count((mask >> greatest(rank - 3, 0)) & ((1::BIGINT << least(rank + 1, 4)) - 1))
              >= 3 THEN 'fidele' ELSE 'active' END;

-- One row per company and campaign since it was first seen: the statuses partition a campaign.
CREATE TABLE portfolio AS
SELECT c.year, h.company, h.bef, status_of(y.mask, y.first, c.rank, c.running) AS status,
       coalesce(t.placements, 0) AS placements, coalesce(t.schools, 0) AS schools
FROM history y JOIN campaign c ON c.rank >= y.first JOIN row_of_host h USING (id)
LEFT JOIN host_year t ON t.id = y.id AND t.rank = c.rank
WHERE y.cut = '*' AND (NOT c.running OR t.id IS NOT NULL);

-- Activities of the fabric that each family expects; a cut without a family expects them all.
CREATE TEMP TABLE trade AS
SELECT family, list(division) AS expected FROM family_activity GROUP BY family;
CREATE TEMP MACRO of_trade(expected, division, sector) AS
    expected IS NULL OR coalesce(list_contains(expected, division), FALSE)
    OR coalesce(list_contains(expected, sector), FALSE);

-- The same, counted: one row per campaign, cut, place, activity, size and status; `before`: active
-- the campaign before; `of_trade`: of an activity that the family of the cut expects. Of a level or family, the hosts of this campaign and of the one before only.
CREATE TABLE portfolio_cell AS
WITH every AS (
    SELECT cut, NULL AS family, id, mask, first, TRUE AS silent FROM history
    UNION ALL SELECT cut, family, id, mask, first, FALSE FROM fine_history),
alike AS (
    SELECT cut, bef, sector, section, size, of_trade(t.expected, division, sector) AS of_trade,
           mask, first, silent, count(*) AS hosts
    FROM every JOIN row_of_host USING (id) LEFT JOIN trade t USING (family) GROUP BY ALL)
SELECT c.year, cut, bef, sector, section, size, of_trade, status_of(mask, first, rank, running) AS status,
       just_before(mask, rank) AND NOT running AS before, sum(hosts)::INT AS hosts
FROM alike JOIN campaign c ON c.rank >= first
WHERE here(mask, rank) OR (NOT running AND (silent OR just_before(mask, rank))) GROUP BY ALL ORDER BY cut, c.year;

CREATE TABLE portfolio_commune AS
WITH every AS (
    SELECT cut, NULL AS family, id, mask, first FROM history
    UNION ALL SELECT cut, family, id, mask, first FROM fine_history),
alike AS (
    SELECT cut, bef, commune, of_trade(t.expected, division, sector) AS of_trade, mask, first,
           count(*) AS hosts
    FROM every JOIN row_of_host USING (id) LEFT JOIN trade t USING (family) GROUP BY ALL)
SELECT c.year, cut, bef, commune, of_trade, status_of(mask, first, rank, running) AS status,
       sum(hosts)::INT AS hosts
FROM alike JOIN campaign c ON c.rank >= first WHERE here(mask, rank) GROUP BY ALL
ORDER BY cut, c.year;

-- Hosts by their first unbroken stay: `lasted` campaigns, after the last of which the host was
-- `ended` or still there at the end of the data. `entry_seen`: it began under observation; hosts of
-- the first campaign may have been there before.
CREATE TABLE stay AS
WITH length AS (
    SELECT cut, id, first, (mask >> first) & ((1::BIGINT << greatest(last - first + 1, 0)) - 1) AS m,
           log2((~m) & (m + 1))::INT AS run, last
    FROM history, (SELECT max(rank) AS last FROM campaign WHERE NOT running)
    WHERE first <= last)
SELECT cut, c.year AS entered, c.rank > 0 AS entry_seen, bef, section, size,
       run - (first + run > last)::INT AS lasted, first + run <= last AS ended, count(*)::INT AS hosts
FROM length JOIN row_of_host USING (id) JOIN campaign c ON c.rank = first GROUP BY ALL;

-- Hosts of a campaign by the pupils they took, and those of them that hosted the next one; `year`
-- is the campaign of the return.
CREATE TABLE host_return AS
WITH again AS (  -- pupils taken, negative where the host did not come back
    SELECT id, rank + 1 AS rank,
           least(y.placements, 3) * CASE WHEN here(m."*", y.rank + 1) THEN 1 ELSE -1 END AS "*",
           least(y.pro, 3) * CASE WHEN here(m.pro, y.rank + 1) THEN 1 ELSE -1 END AS pro,
           least(y.gt, 3) * CASE WHEN here(m.gt, y.rank + 1) THEN 1 ELSE -1 END AS gt,
           least(y.college, 3) * CASE WHEN here(m.college, y.rank + 1) THEN 1 ELSE -1 END AS college
    FROM host_year y JOIN masks m USING (id)),
counted AS (
    SELECT cut, rank, bef, section, size, taken, count(*) AS hosts
    FROM (UNPIVOT again ON "*", pro, gt, college INTO NAME cut VALUE taken)
    JOIN row_of_host USING (id) WHERE taken <> 0 GROUP BY ALL)
SELECT c.year, cut, bef, section, size, abs(taken)::INT AS load, sum(hosts)::INT AS hosts,
       coalesce(sum(hosts) FILTER (taken > 0), 0)::INT AS back
FROM counted JOIN campaign c USING (rank) WHERE NOT c.running GROUP BY ALL;

-- Tutors of the hosts of a campaign, and those that host a fragile public: REP, REP+, quarter of
-- the lycées' pupils at the lowest IPS. `bef` is where they host.
CREATE TABLE host_quality AS
WITH fragile AS (
    SELECT DISTINCT t.id, t.rank, p.public FROM taken t
    JOIN (SELECT DISTINCT uai, public FROM school_public
          WHERE public IN ('rep', 'rep-plus', 'ips-1')) p USING (uai))
SELECT c.year, bef, '*' AS public, count(*)::INT AS hosts,
       count(*) FILTER (told)::INT AS hosts_told, count(*) FILTER (trained)::INT AS hosts_trained
FROM host_year JOIN row_of_host USING (id) JOIN campaign c USING (rank) GROUP BY ALL
UNION ALL
SELECT c.year, bef, public, count(*)::INT, count(*) FILTER (told)::INT,
       count(*) FILTER (trained)::INT
FROM fragile JOIN host_year USING (id, rank) JOIN row_of_host USING (id)
JOIN campaign c USING (rank) GROUP BY ALL;

-- The return for the whole académie, with what its secrecy needs: one row per campaign and pupils
-- taken the campaign before. Read by data.store.hiding alone.
CREATE TABLE return_weight AS
SELECT c.year, least(b.placements, 3)::VARCHAR AS load,
       count(*) FILTER (here(mask, c.rank))::INT AS back,
       count(*) FILTER (NOT here(mask, c.rank))::INT AS gone,
       max(b.placements)::INT AS largest, sum(b.placements)::INT AS placements
FROM host_year b JOIN campaign c ON c.rank = b.rank + 1 AND NOT c.running
JOIN (SELECT id, "*" AS mask FROM masks) USING (id) GROUP BY ALL;
