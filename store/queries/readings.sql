-- How are these documents read, where a file is read by $reading and metadata beside it add to that?
SELECT document_id, CASE WHEN starts_with(read_by, $reading) THEN read_by ELSE $reading END
FROM document_readings
WHERE list_contains($ids, document_id)
