-- What every version keeps of its origin.

CREATE TABLE import_file (
    file VARCHAR, batch VARCHAR, sha256 VARCHAR, contract VARCHAR, title VARCHAR, encoding VARCHAR,
    separator VARCHAR, vintage INT, observed_on DATE, declared BOOLEAN, read BIGINT, accepted BIGINT, repaired BIGINT,
    rejected BIGINT, note VARCHAR);
CREATE TABLE reject (
    file VARCHAR, line BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR, "row" VARCHAR);
CREATE TABLE repair (file VARCHAR, line BIGINT, "column" VARCHAR, value VARCHAR, reason VARCHAR);
CREATE TABLE remark (topic VARCHAR, text VARCHAR, amount BIGINT, detail VARCHAR);
CREATE TABLE outline (level VARCHAR, geojson VARCHAR);
CREATE TABLE outline_point (
    level VARCHAR, code VARCHAR, lon DOUBLE, lat DOUBLE, x DOUBLE, y DOUBLE, area_km2 DOUBLE);

CREATE TEMP MACRO listing(items) AS
    array_to_string(list_sort(items)[:10], ', ')
    || CASE WHEN len(items) > 10 THEN ' … et ' || (len(items) - 10) || ' autres' ELSE '' END;

-- Distances, as geo.travel: great circle on the mean radius of GRS80; inside a commune, half the
-- radius of the disc of the same area.
CREATE TEMP MACRO great_circle_km(lon_a, lat_a, lon_b, lat_b) AS
    2 * 6371.0088 * asin(sqrt(least(1, sin(radians(lat_b - lat_a) / 2) ** 2
        + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(radians(lon_b - lon_a) / 2) ** 2)));
CREATE TEMP MACRO own_distance_km(area_km2) AS sqrt(area_km2 / pi()) / 2;
