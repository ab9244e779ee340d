-- Which documents count? Those that a file holds now; the same text in two files counts once.
SELECT documents.* REPLACE (held.source_name AS source_name)
FROM documents
JOIN (
    SELECT document_id, min(source_name) AS source_name
    FROM current_sources
    WHERE state = 'present'
    GROUP BY document_id
) AS held USING (document_id)
