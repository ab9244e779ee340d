-- What is known of each file?
SELECT source_name, state, document_id, file_hash, reading
FROM current_sources
