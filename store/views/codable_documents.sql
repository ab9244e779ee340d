-- Which documents may be coded? Those that count, without those mainly in a language that the
-- codebook does not name.
SELECT *
FROM current_documents
WHERE lang IS NULL OR lang IN (SELECT lang FROM codebook_languages)
