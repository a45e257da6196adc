-- What a comparison of BEF needs from its schools, and no more: pupils of a school are alike, and
-- schools differ by their formations. From the school sums, at the whole's rates by family and
-- level, the moments of the intra-school correlation (Fleiss, 1981): as
-- analytics.statistics.comparison.at_equal_mix computes them from the schools themselves.

-- One row per year, cut (track, level or all) and BEF: `total` known periods, worth `effective`
-- independent ones, of which `equal` would be signed (or without a host) at the whole's mix.
CREATE TABLE cluster AS
WITH known AS (
    SELECT year, track, level, coalesce(family, '') AS family, bef, uai,
           sum(due - unknown) AS n, sum(signed) AS signed, sum("without") AS "without"
    FROM begun_period WHERE bef IS NOT NULL GROUP BY ALL),
stratum AS (
    SELECT year, level, family, sum(signed) / sum(n) AS signed, sum("without") / sum(n) AS "without"
    FROM known GROUP BY ALL HAVING sum(n) > 0),
school_sum AS (
    SELECT k.year, coalesce(k.track, k.level, '*') AS cut, k.bef, k.uai, sum(k.n) AS n,
           sum(k.signed) AS s, sum(k.n * r.signed) AS es, sum(k."without") AS w,
           sum(k.n * r."without") AS ew
    FROM known k JOIN stratum r USING (year, level, family)
    GROUP BY GROUPING SETS ((k.year, k.bef, k.uai), (k.year, k.bef, k.uai, k.track),
                            (k.year, k.bef, k.uai, k.level))
    HAVING sum(k.n) > 0),
school_share AS (
    SELECT 'signed' AS measure, year, cut, bef, uai, n,
           least(greatest(s - es + n * sum(s) OVER w / sum(n) OVER w, 0), n) AS x
    FROM (SELECT DISTINCT ON (year, cut, bef, uai) * FROM school_sum)
    WINDOW w AS (PARTITION BY year, cut)
    UNION ALL
    SELECT 'without', year, cut, bef, uai, n,
           least(greatest(w - ew + n * sum(w) OVER v / sum(n) OVER v, 0), n)
    FROM (SELECT DISTINCT ON (year, cut, bef, uai) * FROM school_sum)
    WINDOW v AS (PARTITION BY year, cut)),
unit AS (
    SELECT measure, year, cut, bef, sum(n) AS total, sum(x) AS found, sum(n * n) AS squares
    FROM school_share GROUP BY ALL),
moment AS (
    SELECT s.measure, s.year, s.cut, count(*) - count(DISTINCT s.bef) AS freedom,
           sum(s.n * (s.x / s.n - u.found / u.total) ** 2) AS between_sum,
           sum(s.x * (s.n - s.x) / s.n) / greatest(sum(s.n) - count(*), 1) AS inside,
           sum(s.n) - sum(s.n * s.n / u.total) AS typical_sum
    FROM school_share s JOIN unit u USING (measure, year, cut, bef) GROUP BY ALL),
correlation AS (
    SELECT measure, year, cut, freedom,
           CASE WHEN freedom > 0
                THEN coalesce(greatest(between_sum / freedom - inside, 0)
                     / nullif(between_sum / freedom + (typical_sum / freedom - 1) * inside, 0), 0)
           END AS rho
    FROM moment)
SELECT u.measure, u.year, u.cut, u.bef, c.freedom, u.total::DOUBLE AS total, u.found AS equal,
       u.total ** 2 / (u.total + (u.squares - u.total) * c.rho) AS effective
FROM unit u JOIN correlation c USING (measure, year, cut)
ORDER BY ALL;
