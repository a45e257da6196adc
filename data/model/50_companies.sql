-- Companies: a SIRET, or else what `nameless` says of a name in a place (data/linking.py).

CREATE TABLE placement AS
SELECT d.uai, d.year, d.level, d.family, d.period, d.weeks,
       coalesce(d.starts, s.debut) AS starts, s.etat AS state,
       s.accord_le AS agreed_on, s.signe_le AS signed_on,
       s.jours_prevus AS days_planned, s.jours_faits AS days_done, s.canal AS channel,
       s.tuteur_forme AS trained_tutor, s.visite AS visited, s.evaluation AS evaluated,
       s.interrompu AS interrupted, coalesce(s.pays, 'FR') AS country, s.naf,
       s.commune_accueil AS host_commune, s.entreprise AS host_name, s.siret,
       coalesce(s.siret, n.company) AS company
FROM source.stages s
JOIN due d ON d.uai = s.uai AND d.year = s.annee AND d.level = s.niveau AND d.period = s.periode
          AND d.family IS NOT DISTINCT FROM s.famille
LEFT JOIN nameless n ON n.name = CASE WHEN s.siret IS NULL THEN s.entreprise END
                    AND n.place = coalesce(s.commune_accueil, nullif(s.pays, 'FR'), '');

CREATE TABLE company AS
WITH seen AS (
    SELECT company, min(siret) AS siret, min(host_name) AS name,
           min(host_commune) FILTER (country = 'FR') AS commune, min(naf) AS naf,
           max(country) AS country
    FROM placement WHERE company IS NOT NULL GROUP BY company),
known AS (
    SELECT s.company, coalesce(e.siret, s.siret) AS siret, coalesce(e.nom, s.name) AS name,
           coalesce(e.commune, s.commune) AS commune, s.country, coalesce(e.naf, s.naf) AS naf,
           e.taille AS size, coalesce(e.public, FALSE) AS public,
           -- deny by default: a name is shown only where its legal form is known and public
           coalesce(NOT e.entrepreneur_individuel AND e.diffusible, FALSE) AS may_be_named
    FROM seen s LEFT JOIN source.entreprises e ON e.siret = s.company)
SELECT k.*, n.section, n.section_label, n.sector
FROM known k LEFT JOIN naf n ON n.division = k.naf[:2];

-- One vintage a commune: two files of two years, or the same one twice, are not added up.
CREATE TEMP TABLE employers AS
FROM source.employeurs
QUALIFY dense_rank() OVER (PARTITION BY commune ORDER BY millesime DESC NULLS LAST, _file) = 1;

CREATE TABLE fabric AS
SELECT commune, sector, sum(establishments) AS establishments
FROM (UNPIVOT (SELECT commune, agriculture AS "AZ", industrie AS "BE", construction AS "FZ",
                      commerce AS "GZ", commerce_services - commerce AS "HU", public_social AS "OQ"
               FROM employers)
      ON "AZ", "BE", "FZ", "GZ", "HU", "OQ" INTO NAME sector VALUE establishments)
GROUP BY ALL;

CREATE TABLE fabric_size AS
SELECT commune, size, sum(establishments) AS establishments
FROM (UNPIVOT (SELECT commune, taille_1_9 AS "1-9", taille_10 AS "10+" FROM employers)
      ON "1-9", "10+" INTO NAME size VALUE establishments)
GROUP BY ALL;

INSERT INTO remark
SELECT 'Entreprises', 'Lieu d’accueil connu par son nom et sa commune seulement (sans SIRET)', count(*), ''
FROM company WHERE company LIKE 'N%' HAVING count(*) > 0;

INSERT INTO remark
SELECT 'Offres', 'Offre sans SIRET d’employeur (employeur_id = 1)', count(*), ''
FROM source.offres WHERE employeur = '1' HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Offres', 'Offre sans commune : gardée, non localisée', count(*),
       listing(list(DISTINCT ville))
FROM source.offres WHERE commune IS NULL HAVING count(*) > 0;
INSERT INTO remark
SELECT 'Offres', 'Offre dont le code postal est en fait le code Insee : le code Insee sert', count(*), ''
FROM source.offres WHERE code_postal = commune AND commune NOT IN (
    SELECT unnest(string_split(codes_postaux, '|')) FROM source.communes) HAVING count(*) > 0;
