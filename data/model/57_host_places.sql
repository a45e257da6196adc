-- Where the placements are: `bef` is the host's, `school_bef` is what a scope cuts.

CREATE TABLE host_place AS
WITH counted AS (
    SELECT year, uai, level, family, period, same_day, place, abroad, count(*) AS placed
    FROM followed WHERE placed AND begun GROUP BY ALL)
SELECT k.year, k.uai, l.track, k.level, k.family, k.period, k.same_day, s.bef AS school_bef,
       coalesce(g.public, 'inconnu') AS public, c.commune, c.bef,
       CASE WHEN k.abroad THEN 'etranger' WHEN k.place IS NULL THEN 'inconnu'
            WHEN c.bef IS NULL THEN 'ailleurs' ELSE 'bef' END AS place, k.placed
FROM counted k
JOIN school s USING (uai)
JOIN level l USING (level)
LEFT JOIN school_public g ON g.uai = k.uai AND g.track = l.track
LEFT JOIN commune c ON c.commune = k.place
ORDER BY k.year, s.bef;
