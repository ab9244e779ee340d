-- Which documents did these files hold before they were corrected, and do none hold now? Without
-- $names those of all files.
SELECT earlier.document_id, max_by(later.document_id, later.seq) AS later
FROM sources AS earlier
JOIN current_sources AS later USING (source_name)
WHERE
    earlier.document_id NOT IN (SELECT document_id FROM current_sources)
    AND ($names IS NULL OR list_contains($names, source_name))
GROUP BY earlier.document_id
