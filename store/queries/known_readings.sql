-- How was each content of a file ever read?
SELECT DISTINCT file_hash, reading
FROM sources
