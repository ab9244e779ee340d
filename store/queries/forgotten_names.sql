-- Which names of files were forgotten, and are not those of files taken in since?
SELECT DISTINCT unnest(source_names) AS source_name
FROM erasures
WHERE kind = 'forgotten'
EXCEPT
SELECT source_name
FROM sources
