-- Which files ever held these documents?
SELECT DISTINCT source_name
FROM sources
WHERE list_contains($ids, document_id)
ORDER BY source_name
