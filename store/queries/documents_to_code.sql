-- Which documents that count were last coded by another model, or read in another way, or never?
SELECT document_id
FROM current_documents
LEFT JOIN latest_passes USING (document_id)
WHERE (model_version = $model_version AND reading = $reading) IS NOT TRUE
ORDER BY source_name
