-- The names of all files that ever held a document.
SELECT DISTINCT source_name
FROM sources
ORDER BY source_name
