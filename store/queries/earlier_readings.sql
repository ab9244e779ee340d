-- Which documents came of files that are read otherwise now, with the same bytes, and are held by no
-- file? Files in $missing are not in the folder any more: they hold nothing that another file does.
SELECT earlier.document_id, max_by(later.document_id, later.seq) AS later
FROM sources AS earlier
JOIN current_sources AS later
    ON later.file_hash = earlier.file_hash
    AND later.document_id <> earlier.document_id
    AND later.state = 'present'
    AND NOT list_contains($missing, later.source_name)
WHERE earlier.document_id NOT IN (
    SELECT document_id
    FROM current_sources
    WHERE state = 'present' AND NOT list_contains($missing, source_name)
)
GROUP BY earlier.document_id
