-- Activities: codes of NAF rév. 2 or NAF 2025, at any grain, lead to the divisions of rév. 2 that
-- the tables use. A code is what a file writes; an activity is the set of divisions it may be.

-- One row per version, code and division that it may be. Of a sub-class of 2025 with several, the
-- one from which Insee says that the content came (`main`), where it says one and only one.
CREATE TEMP TABLE naf_image AS
WITH leaf AS (
    SELECT version, code, division, bool_or(main) AS main
    FROM (SELECT 'NAF rév. 2' AS version, replace(naf_rev2, '.', '') AS code,
                 naf_rev2[:2] AS division, FALSE AS main FROM ref_concordance
          UNION ALL
          SELECT 'NAF 2025', replace(naf_2025, '.', ''), naf_rev2[:2],
                 coalesce(cible_principale_insee = 'oui', FALSE) FROM ref_concordance)
    GROUP BY ALL),
chosen AS (
    SELECT *, count(*) OVER same > 1 AND count(*) FILTER (main) OVER same = 1 AS told
    FROM leaf WINDOW same AS (PARTITION BY version, code))
SELECT version, code[:size] AS code, division, bool_or(told) AS main
FROM chosen, (SELECT unnest([2, 3, 4, 5]) AS size)
WHERE main OR NOT told GROUP BY ALL;

-- One row per file, code and version told by its row: the version is that of the only list that has
-- the code, else the one told, else that of the other codes of the file, else both.
CREATE TEMP TABLE naf_read AS
WITH written AS (
    SELECT file, code, told, count(*) AS cells
    FROM (SELECT _file AS file, naf AS code, nomenclature AS told FROM source.stages
          UNION ALL SELECT _file, naf, nomenclature FROM source.entreprises
          UNION ALL SELECT _file, naf, nomenclature FROM source.employeurs_ape
          UNION ALL SELECT _file, naf, nomenclature FROM source.sirene)
    WHERE code IS NOT NULL GROUP BY ALL),
listed AS (
    SELECT w.*, coalesce(v.versions, []) AS versions
    FROM written w
    LEFT JOIN (SELECT code, list(DISTINCT version) AS versions FROM naf_image GROUP BY code) v
    USING (code)),
alone AS (  -- the version that the codes of one list only are of, where it is the same for all
    SELECT file, min(versions[1]) AS version FROM listed WHERE len(versions) = 1
    GROUP BY file HAVING count(DISTINCT versions[1]) = 1)
SELECT l.*, CASE WHEN told = 'autre' THEN [] WHEN len(versions) <= 1 THEN versions
                 WHEN told IS NOT NULL THEN [told]
                 WHEN a.version IS NOT NULL THEN [a.version] ELSE versions END AS read_in
FROM listed l LEFT JOIN alone a USING (file);

CREATE TEMP TABLE naf_divisions AS
SELECT r.file, r.code, r.told, list_sort(list(DISTINCT i.division)) AS divisions,
       bool_or(i.main) AS main
FROM naf_read r JOIN naf_image i ON i.code = r.code AND list_contains(r.read_in, i.version)
GROUP BY ALL;

-- One row per set of divisions, numbered in their order; the division, section and sector are there
-- where they are the same for all of the set.
CREATE TEMP TABLE activity_division AS
SELECT (dense_rank() OVER (ORDER BY divisions))::INT AS activity, divisions,
       unnest(divisions) AS division
FROM (SELECT DISTINCT divisions FROM naf_divisions);

CREATE TEMP MACRO shared(item) AS CASE WHEN count(DISTINCT item) = 1 THEN any_value(item) END;

CREATE TEMP TABLE activity AS
SELECT d.activity, shared(d.division) AS division, shared(n.section) AS section,
       shared(n.section_label) AS section_label, shared(n.sector) AS sector
FROM activity_division d LEFT JOIN naf n USING (division) GROUP BY d.activity;

CREATE TEMP TABLE naf_code AS
SELECT DISTINCT n.file, n.code, n.told, d.activity
FROM naf_divisions n JOIN activity_division d USING (divisions);

-- Whether a family expects an activity; missing where it expects some of its divisions only.
CREATE TEMP TABLE fit AS
SELECT f.family, d.activity,
       CASE count(e.famille) WHEN count(*) THEN TRUE WHEN 0 THEN FALSE END AS fits
FROM activity_division d CROSS JOIN (SELECT DISTINCT famille AS family FROM ref_famille_naf) f
LEFT JOIN ref_famille_naf e ON e.famille = f.family AND e.division_naf = d.division
GROUP BY ALL;

INSERT INTO remark
SELECT 'Activités', text, sum(cells), listing(list(DISTINCT shown))
FROM (SELECT r.cells, r.code[:2] || nullif('.' || r.code[3:], '.') AS dotted,
             coalesce(dotted, r.code) AS shown,
             unnest([
                 CASE WHEN d.divisions IS NOT NULL AND r.read_in = ['NAF 2025'] THEN
                      'Code NAF 2025, ramené à la NAF rév. 2 par la table de correspondance de l’Insee' END,
                 CASE WHEN len(d.divisions) = 1 AND d.main THEN
                      'Code NAF 2025 à plusieurs correspondances : la principale selon l’Insee est retenue' END,
                 CASE WHEN len(d.divisions) > 1 THEN
                      'Code NAF de plusieurs divisions possibles : activité inconnue, adéquation bornée' END,
                 CASE WHEN d.divisions IS NULL THEN
                      'Code NAF sans correspondance en NAF rév. 2 : activité inconnue' END,
                 CASE WHEN len(r.versions) > 1 AND r.told IS NULL AND len(r.read_in) = 1 THEN
                      'Code NAF des deux versions, sans dire laquelle : celle des autres codes du fichier' END,
                 CASE WHEN len(r.versions) = 1 AND r.told <> r.versions[1] AND r.told <> 'autre' THEN
                      'Code NAF d’une autre version que celle que son fichier annonce : lu dans la sienne' END,
             ]) AS text
      FROM naf_read r LEFT JOIN naf_divisions d
           ON d.file = r.file AND d.code = r.code AND d.told IS NOT DISTINCT FROM r.told)
WHERE text IS NOT NULL GROUP BY text ORDER BY text;
