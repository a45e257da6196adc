-- What is counted of the followed periods. `data/counts.py` says each count in words.

-- One row per followed period, with its host's place and activity: its own, or else its company's.
-- A view: each use reads what it needs of it.
CREATE TEMP VIEW followed AS
SELECT p.* EXCLUDE (activity), p.state IN ('signé', 'accord') AS placed,
       coalesce(p.country <> 'FR', FALSE) AS abroad, coalesce(p.activity, k.activity) AS activity,
       CASE WHEN p.country = 'FR' AND NOT p.unplaced THEN coalesce(p.host_commune, k.commune) END AS place
FROM placement p LEFT JOIN company k USING (company);

-- The state at a date follows from the days between the first day and the signature, and the first
-- day and the agreement (a signature is one): signed, agreed or without a host that day. Who agreed
-- or signed nobody knows when is unknown until the signature, never without. A row observed before
-- a date says nothing of it, but that a convention signed for a period to come is.
CREATE TEMP MACRO state_at(day, seen, signature, agreement, doubtful, ahead) AS
    CASE WHEN seen < day THEN CASE WHEN ahead THEN 'signed' ELSE 'unknown' END
         WHEN signature <= day THEN 'signed' WHEN agreement <= day THEN 'agreed'
         WHEN doubtful THEN 'unknown' ELSE 'without' END;

CREATE TEMP TABLE counted AS
WITH dated AS (
    SELECT *, CASE WHEN state = 'signé' THEN coalesce(signed_on - starts, 9999) ELSE 9999 END
              AS signature,
           CASE WHEN placed AND NOT unsigned THEN least(coalesce(agreed_on - starts, 9999), signature) ELSE 9999 END
              AS agreement,
           observed - begins AS seen, state = 'signé' AND NOT begun AS ahead,
           state = 'inconnu' OR (placed AND (starts IS NULL OR agreed_on IS NULL OR unsigned)) AS doubtful
    FROM followed),
f AS (
    SELECT p.*, state_at(-21, seen, signature, agreement, doubtful, ahead) AS j21,
           state_at(-7, seen, signature, agreement, doubtful, ahead) AS j7,
           state_at(0, seen, signature, agreement, doubtful, ahead) AS j0,
           state_at(7, seen, signature, agreement, doubtful, ahead) AS p7,
           -- what is known at the end only, and what is known on the first day only
           observed >= ends AS over, seen < 0 OR doubtful AS late_doubtful,
           e.fits,
           -- a family that expects no division of the NAF asks nothing
           placed AND p.family IN (SELECT famille FROM ref_famille_naf) AS asked,
           placed AND c.bef = s.bef AS in_own, placed AND c.bef <> s.bef AS in_other,
           placed AND place IS NOT NULL AND c.commune IS NULL AS beyond,
           placed AND over AND days_planned IS NOT NULL AND days_done IS NOT NULL AS timed
    FROM dated p
    JOIN school s USING (uai)
    LEFT JOIN commune c ON c.commune = p.place
    LEFT JOIN fit e ON e.family = p.family AND e.activity = p.activity)
SELECT uai, year, level, family, period, count(*) AS followed,
       count(*) FILTER (j21 = 'signed') AS signed_j21,
       count(*) FILTER (j21 = 'agreed') AS agreed_j21,
       count(*) FILTER (j21 = 'unknown') AS undated_j21,
       count(*) FILTER (j21 = 'without') AS without_j21,
       count(*) FILTER (j7 = 'signed') AS signed_j7,
       count(*) FILTER (j7 = 'agreed') AS agreed_j7,
       count(*) FILTER (j7 = 'unknown') AS undated_j7,
       count(*) FILTER (j7 = 'without') AS without_j7,
       count(*) FILTER (j0 = 'signed') AS signed,
       count(*) FILTER (j0 = 'agreed') AS agreed,
       count(*) FILTER (j0 = 'unknown') AS undated,
       count(*) FILTER (j0 = 'without') AS without,
       count(*) FILTER (p7 = 'signed') AS signed_p7,
       count(*) FILTER (p7 = 'agreed') AS agreed_p7,
       count(*) FILTER (p7 = 'unknown') AS undated_p7,
       count(*) FILTER (p7 = 'without') AS without_p7,
       count(*) FILTER (placed) AS placed,
       count(*) FILTER (placed AND NOT late_doubtful AND agreement > -7) AS late,
       count(*) FILTER (placed AND late_doubtful AND (seen < 0 OR signature > -7))
       AS late_unknown,
       count(*) FILTER (timed) AS days_known,
       count(*) FILTER (placed AND NOT timed) AS days_unknown,
       coalesce(sum(days_planned) FILTER (timed), 0)::BIGINT AS days_planned,
       coalesce(sum(days_done) FILTER (timed), 0)::BIGINT AS days_done,
       count(*) FILTER (placed AND channel = 'famille') AS by_family,
       count(*) FILTER (placed AND channel = 'seul') AS by_pupil,
       count(*) FILTER (placed AND channel = 'ancien lieu') AS by_past_host,
       count(*) FILTER (placed AND channel = 'école') AS by_school,
       count(*) FILTER (placed AND channel = 'pôle') AS by_pole,
       count(*) FILTER (placed AND channel = 'plateforme') AS by_platform,
       count(*) FILTER (placed AND channel IS NULL) AS channel_unknown,
       count(*) FILTER (placed AND over AND evaluated) AS evaluated,
       count(*) FILTER (placed AND (NOT over OR evaluated IS NULL)) AS evaluated_unknown,
       count(*) FILTER (placed AND over AND visited) AS visited,
       count(*) FILTER (placed AND (NOT over OR visited IS NULL)) AS visited_unknown,
       count(*) FILTER (placed AND over AND interrupted) AS interrupted,
       count(*) FILTER (placed AND (NOT over OR interrupted IS NULL)) AS interrupted_unknown,
       count(*) FILTER (asked) AS naf_asked,
       count(*) FILTER (placed AND fits) AS naf_expected,
       count(*) FILTER (asked AND fits IS NULL) AS naf_unknown,
       count(*) FILTER (in_own) AS in_own_bef, count(*) FILTER (in_other) AS in_other_bef,
       count(*) FILTER (beyond) AS beyond_academy, count(*) FILTER (placed AND abroad) AS abroad,
       count(*) FILTER (placed) - count(*) FILTER (in_own) - count(*) FILTER (in_other)
       - count(*) FILTER (beyond) - count(*) FILTER (placed AND abroad) AS place_unknown,
       count(*) FILTER (placed AND siret IS NOT NULL) AS siret_valid,
       count(*) FILTER (placed AND (abroad OR place IS NOT NULL)) AS located
FROM f GROUP BY uai, year, level, family, period;

-- A case answers to the period that starts nearest to the day it names; without any, the first.
CREATE TEMP TABLE case_period AS
SELECT r.demande, d.uai, d.year, d.level, d.family, d.period,
       list_contains(r._unread, 'resolu_le')
       OR coalesce(f.observed_on < coalesce(r.debut, d.starts), FALSE)
       OR (r.resolu_le IS NOT NULL AND coalesce(r.debut, d.starts) IS NULL) AS undated,
       r.resolu_le IS NOT NULL AND r.resolu_le <= coalesce(r.debut, d.starts)
       AND NOT undated AS solved
FROM source.recours r
JOIN import_file f ON f.file = r._file
JOIN due d ON d.uai = r.uai AND d.year = r.annee AND d.level = r.niveau
          AND (d.family IS NOT DISTINCT FROM r.famille OR d.family IS NULL)
QUALIFY row_number() OVER (PARTITION BY r._file, r._line
                           ORDER BY d.family NULLS LAST, abs(d.starts - r.debut) NULLS LAST,
                                    d.period) = 1;

CREATE TEMP TABLE case_count AS
SELECT uai, year, level, family, period, count(*) AS cases,
       count(*) FILTER (solved) AS cases_solved, count(*) FILTER (undated) AS cases_undated
FROM case_period GROUP BY uai, year, level, family, period;

INSERT INTO remark
SELECT 'Recours', 'Demande au pôle sans période due qui lui réponde : non comptée', n, ''
FROM (SELECT (SELECT count(*) FROM source.recours) - (SELECT count(*) FROM case_period) AS n)
WHERE n > 0;
