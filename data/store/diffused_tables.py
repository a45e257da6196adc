"""Tables of what is diffused, in SQL: masked counts, and what may stand beside them."""

from secrecy.cells import TOTAL

NOWHERE = "ailleurs"  # outside the académie, or not located
BEF = f"coalesce(bef, '{NOWHERE}') AS bef"

# Who has a host later had none earlier: a count hidden at one date is hidden at the others.
AT_ALL_DATES = f"""
    CREATE TABLE diffused_dates AS
    WITH every AS (
        FROM dated UNION ALL BY NAME
        SELECT year, bef, cut, due, known, signed, "without", "unknown", unknown_low, unknown_high,
               '' AS date
        FROM diffused WHERE family = '{TOTAL}' AND cut IN (SELECT cut FROM dated))
    SELECT * EXCLUDE (signed, "without", known, "unknown"),
           CASE WHEN bool_and(signed IS NOT NULL) OVER w THEN signed END AS signed,
           CASE WHEN bool_and("without" IS NOT NULL) OVER w THEN "without" END AS "without",
           CASE WHEN bool_and(known IS NOT NULL) OVER w THEN known END AS known,
           CASE WHEN bool_and("unknown" IS NOT NULL) OVER w THEN "unknown" END AS "unknown"
    FROM every WINDOW w AS (PARTITION BY year, bef, cut) ORDER BY ALL;
    DROP TABLE dated"""
# What the known periods of a public are worth, since pupils of a school are alike: over the design
# effect of its rate (variance between schools, linearised). Missing where the rate is secret.
WITH_WORTH = f"""
    CREATE TABLE diffused_public AS
    WITH school AS (
        SELECT year, track, public, uai, sum(due - "unknown") AS n, sum(signed) AS signed,
               sum("without") AS "without", bool_or(sent) AS sent
        FROM begun_period GROUP BY ALL),
    whole AS (
        SELECT *, sum(n) OVER w AS total, sum(signed) OVER w / sum(n) OVER w AS s,
               sum("without") OVER w / sum(n) OVER w AS o, count(*) FILTER (n > 0) OVER w AS told
        FROM school WINDOW w AS (PARTITION BY year, track, public)),
    spread AS (
        SELECT year, track, public, any_value(total) AS total, any_value(told) AS told,
               count(*) AS schools, count(*) FILTER (sent) AS schools_sent,
               any_value(s) AS s, any_value(o) AS o, told / nullif(told - 1.0, 0) AS made_up,
               sum((signed - s * n) ** 2) AS signed_spread,
               sum(("without" - o * n) ** 2) AS without_spread
        FROM whole GROUP BY ALL)
    SELECT m.*, w.schools, w.schools_sent, w.told - 1 AS freedom,
           CASE WHEN m.signed + m.known IS NOT NULL
                THEN round(w.total / greatest(1, made_up * signed_spread
                                                 / nullif(w.total * s * (1 - s), 0)), 1)
           END AS signed_worth,
           CASE WHEN m."without" + m.known IS NOT NULL
                THEN round(w.total / greatest(1, made_up * without_spread
                                                 / nullif(w.total * o * (1 - o), 0)), 1)
           END AS without_worth
    FROM masked_public m LEFT JOIN spread w USING (year, track, public)
    WHERE m.public <> '{TOTAL}' ORDER BY ALL;
    DROP TABLE masked_public"""
# The number of schools is not a number of pupils: it tells how much is known.
WITH_SCHOOLS = f"""
    CREATE TABLE diffused AS
    WITH counted AS (
        SELECT year, coalesce(track, level, '{TOTAL}') AS cut, coalesce(bef, '{TOTAL}') AS bef,
               coalesce(family, '{TOTAL}') AS family, count(DISTINCT uai) AS schools,
               count(DISTINCT uai) FILTER (sent) AS schools_sent
        FROM (SELECT * EXCLUDE (bef), {BEF} FROM begun_period)
        GROUP BY GROUPING SETS ((year), (year, bef), (year, track), (year, bef, track),
            (year, track, family), (year, bef, track, family), (year, level), (year, bef, level)))
    SELECT m.*, c.schools, c.schools_sent, k.freedom, k.signed_worth, k.without_worth,
           k.signed_equal, k.without_equal
    FROM masked m LEFT JOIN (SELECT DISTINCT ON (year, cut, bef, family) * FROM counted) c
      USING (year, cut, bef, family)
    LEFT JOIN (
        SELECT year, cut, bef, '{TOTAL}' AS family, any_value(freedom) AS freedom,
               round(max(effective) FILTER (measure = 'signed'), 1) AS signed_worth,
               round(max(effective) FILTER (measure = 'without'), 1) AS without_worth,
               round(max(equal / total) FILTER (measure = 'signed'), 4) AS signed_equal,
               round(max(equal / total) FILTER (measure = 'without'), 4) AS without_equal
        FROM cluster GROUP BY ALL) k USING (year, cut, bef, family)
    ORDER BY ALL;
    DROP TABLE masked"""
