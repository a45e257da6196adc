-- What counts can be grouped by beyond zone, level and family: pôles, publics.

-- One row per pôle and BEF it covers; without any file, one pôle for each BEF.
CREATE TABLE pole AS
SELECT p.pole, p.libelle AS label, p.bef FROM source.poles p SEMI JOIN bef USING (bef)
UNION ALL
SELECT bef, 'Pôle de stage ' || label, bef FROM bef WHERE NOT EXISTS (FROM source.poles)
ORDER BY ALL;

-- One pôle a BEF for counting: where several cover it, the one opened first.
CREATE TABLE bef_pole AS
SELECT b.bef, coalesce(min(p.pole), min(o.pole)) AS pole
FROM bef b
LEFT JOIN (SELECT bef, pole FROM source.poles
           QUALIFY row_number() OVER (PARTITION BY bef ORDER BY ouvert_le NULLS LAST, pole) = 1) p
       ON p.bef = b.bef
LEFT JOIN pole o ON o.bef = b.bef
GROUP BY b.bef;

INSERT INTO remark
SELECT 'Pôles', 'BEF couvert par plusieurs pôles : compté au premier ouvert', count(*),
       listing(list(bef))
FROM (SELECT bef FROM pole GROUP BY bef HAVING count(*) > 1) HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Pôles', 'BEF sans pôle', count(*), listing(list(bef))
FROM bef_pole WHERE pole IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Pôles', 'BEF inconnu du zonage, dans le fichier des pôles', count(DISTINCT bef),
       listing(list(DISTINCT bef))
FROM source.poles ANTI JOIN bef USING (bef) HAVING count(*) > 0;

CREATE TABLE public_group AS
SELECT * FROM (VALUES
    ('rep-plus', 'Collège REP+', 1), ('rep', 'Collège REP', 2),
    ('hors-ep', 'Collège hors éducation prioritaire', 3),
    ('ips-1', 'Lycée, quart des élèves au plus bas IPS', 4), ('ips-2', 'Lycée, 2e quart', 5),
    ('ips-3', 'Lycée, 3e quart', 6), ('ips-4', 'Lycée, quart des élèves au plus haut IPS', 7),
    ('inconnu', 'Public ' || untold(), 8)) AS v(public, label, rank);

-- People around each commune that has a school: what says rural where no density grid was imported.
CREATE TEMP TABLE around AS
SELECT a.commune, sum(b.population) AS people
FROM commune a JOIN commune b
  ON b.lat BETWEEN a.lat - 0.1 AND a.lat + 0.1  -- 10 km and a little: few pairs left to measure
     AND great_circle_km(a.lon, a.lat, b.lon, b.lat) <= 10
WHERE a.commune IN (SELECT commune FROM school) GROUP BY a.commune;

-- One row per school and track. A school's quarter is that of its IPS, of the vocational track for
-- it, among quarters of the pupils of the track; equal IPS are always in the same one. Rural: Insee's
-- density grid (classes 5 to 7); without any grid, fewer than 25 000 people within 10 km (hypothesis).
CREATE TABLE school_public AS
WITH size AS (
    SELECT e.uai, e.track, sum(e.pupils) AS pupils,
           any_value(CASE WHEN e.track = 'pro' THEN coalesce(s.ips_pro, s.ips) ELSE s.ips END) AS ips,
           any_value(s.priority) AS priority, any_value(s.commune) AS commune
    FROM enrolment e JOIN school s USING (uai) GROUP BY e.uai, e.track),
below AS (
    SELECT track, ips, (sum(sum(pupils)) OVER (PARTITION BY track ORDER BY ips) - sum(pupils))
           / sum(sum(pupils)) OVER (PARTITION BY track) AS share
    FROM size WHERE ips IS NOT NULL AND pupils > 0 GROUP BY track, ips),
grid AS (SELECT count(density_class) > 0 AS known FROM commune)
SELECT z.uai, s.bef, z.track,
       coalesce('ips-' || (1 + floor(4 * b.share)::INT), 'inconnu') AS ips_class,
       CASE WHEN z.track = 'college'
            THEN CASE z.priority WHEN 'REP+' THEN 'rep-plus' WHEN 'REP' THEN 'rep'
                                 WHEN 'hors EP' THEN 'hors-ep' ELSE 'inconnu' END
            ELSE ips_class END AS public,
       z.ips,
       CASE WHEN g.known THEN CASE WHEN c.density_class >= 5 THEN 'rural'
                                   WHEN c.density_class >= 1 THEN 'urbain' ELSE 'inconnu' END
            WHEN a.people < 25000 THEN 'rural' WHEN a.people IS NOT NULL THEN 'urbain'
            ELSE 'inconnu' END AS rural_class,
       CASE WHEN g.known THEN 'grille' ELSE 'habitants' END AS rural_from
FROM size z JOIN school s USING (uai) CROSS JOIN grid g
LEFT JOIN below b ON b.track = z.track AND b.ips = z.ips
LEFT JOIN commune c ON c.commune = z.commune
LEFT JOIN around a ON a.commune = z.commune;
