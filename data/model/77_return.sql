-- How many hosts really came back, for the whole académie. A host that hosts again is not seen when
-- none of its pupils is told of. Hypotheses: what is not told is like what is told; a school is
-- silent, or a period untold, wherever the host is.

-- What is not told of a campaign: `silent`, share of the periods of schools that sent nothing;
-- `missed`, share of the others without a known state, or signed with a host that nobody names.
CREATE TEMP TABLE telling AS
WITH sent AS (
    SELECT year, track, sum(due) AS due, bool_or(sent) AS sent FROM begun_period
    GROUP BY year, track, uai),
told AS (
    SELECT year, track, count(*) FILTER (state <> 'inconnu') AS told,
           count(*) FILTER (state = 'signé') AS signed,
           count(company) FILTER (state = 'signé') AS met
    FROM placement JOIN level USING (level) WHERE begun GROUP BY ALL),
shares AS (
    SELECT year, coalesce(track, '*') AS cut,
           coalesce(sum(due) FILTER (NOT sent), 0) / sum(due) AS silent,
           nullif(sum(due) FILTER (sent), 0) AS heard
    FROM sent GROUP BY GROUPING SETS ((year, track), (year))),
named AS (
    SELECT year, coalesce(track, '*') AS cut, sum(told) AS told, sum(met) / nullif(sum(signed), 0) AS met
    FROM told GROUP BY GROUPING SETS ((year, track), (year)))
SELECT rank, cut, silent, 1 - least(told / heard, 1) * met AS missed,
       missed / (1 - missed) AS odds, 1 - (1 - silent) * (1 - missed) AS unseen,
       unseen / (1 - unseen) AS unseen_odds
FROM shares JOIN named USING (year, cut) JOIN campaign USING (year);

-- One row per campaign, cut and pupils hosted the campaign before ('*': any): estimated numbers of
-- hosts and of those that came back. A host seen with k pupils of each of its schools stands for
-- 1 − Π h(k) hosts, h(k) = ((−odds)^k − silent) / (1 − silent): 1 on average over what could have
-- been seen of a host that has pupils (weights as Horvitz and Thompson's, 1952, for what is thinned).
-- In the same way `one` and `two` are on average 1 for the hosts of one, of two pupils, else 0.
-- Where a third is not seen these weights swing too much: no row.
CREATE TABLE return_estimate AS
WITH unit AS (
    SELECT rank, id, track AS cut, k::DOUBLE AS k
    FROM (UNPIVOT taken ON pro, gt, college INTO NAME track VALUE k) WHERE k > 0),
told AS (
    SELECT rank, id, cut, k, (pow(-odds, k) - silent) / (1 - silent) AS h
    FROM unit JOIN telling USING (rank, cut)),
host AS (
    SELECT rank, id, coalesce(cut, '*') AS cut, sum(k) AS k, 1 - product(h) AS weight
    FROM told GROUP BY GROUPING SETS ((rank, id, cut), (rank, id))),
loaded AS (
    SELECT b.rank + 1 AS rank, b.cut, 1 - pow(-t.unseen_odds, b.k) AS every,
           b.k * pow(-t.unseen_odds, b.k - 1) / (1 - t.unseen) AS one,
           CASE WHEN b.k >= 2 THEN b.k * (b.k - 1) / 2 * pow(-t.unseen_odds, b.k - 2)
                / (1 - t.unseen) ^ 2 ELSE 0 END AS two,
           coalesce(n.weight, 0) AS back
    FROM host b JOIN telling t ON t.rank = b.rank AND t.cut = b.cut
    JOIN telling a ON a.rank = b.rank + 1 AND a.cut = b.cut AND greatest(a.unseen, t.unseen) < 1 / 3
    LEFT JOIN host n ON n.id = b.id AND n.cut = b.cut AND n.rank = b.rank + 1),
summed AS (
    SELECT rank, cut, sum(every) AS n, sum(every * back) AS b, sum(one) AS n1, sum(one * back) AS b1,
           sum(two) AS n2, sum(two * back) AS b2
    FROM loaded GROUP BY ALL)
SELECT year, cut, unnest([0, 1, 2, 3]) AS load, unnest([n, n1, n2, n - n1 - n2]) AS hosts,
       unnest([b, b1, b2, b - b1 - b2]) AS back
FROM summed JOIN campaign USING (rank) WHERE NOT running;
