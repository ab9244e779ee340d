-- Which documents that may be coded were last coded by another model, or read in another way, or
-- never? How a file is read begins with $reading; metadata beside it add to that.
SELECT document_id
FROM codable_documents
JOIN document_readings USING (document_id)
LEFT JOIN latest_passes USING (document_id)
WHERE (
    model_version = $model_version
    AND latest_passes.reading
    = CASE WHEN starts_with(read_by, $reading) THEN read_by ELSE $reading END
) IS NOT TRUE
ORDER BY source_name
