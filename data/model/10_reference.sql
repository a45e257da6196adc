-- Reference: levels, periods due, families, NAF. Tables `ref_*` are the shipped files.

CREATE TABLE level AS
SELECT niveau AS level, libelle AS label, voie AS track, type_periode AS kind,
       ordre::INT AS rank, periodes::INT AS periods
FROM ref_niveaux;

CREATE TABLE level_period AS
SELECT niveau AS level, periode::INT AS period, semaines::INT AS weeks, facultative = '1' AS optional
FROM ref_periodes;

CREATE TABLE family AS
SELECT famille AS family, libelle AS label, row_number() OVER ()::INT AS rank FROM ref_familles;

CREATE TABLE naf AS
SELECT division_naf AS division, division_libelle AS label, section, section_libelle AS section_label,
       secteur AS sector, secteur_libelle AS sector_label
FROM ref_naf;

CREATE TABLE sector AS
SELECT sector, any_value(sector_label) AS label, min(division) AS rank FROM naf GROUP BY sector;

-- Large sectors (those of the employers' file) in which a family expects its hosts.
CREATE TABLE family_sector AS
SELECT DISTINCT f.famille AS family, n.sector
FROM ref_famille_naf f JOIN naf n ON n.division = f.division_naf;

-- Divisions of the NAF in which a family expects its hosts.
CREATE TABLE family_division AS
SELECT famille AS family, division_naf AS division FROM ref_famille_naf;
