-- Which files are meant by a name or by the id of a document? The file of that name; else those that
-- hold the document; else those that once held it.
WITH ranked AS (
    SELECT source_name, 1 AS place
    FROM sources
    WHERE source_name = $document
    UNION
    SELECT source_name, 2 AS place
    FROM current_sources
    WHERE document_id = $document
    UNION
    SELECT source_name, 3 AS place
    FROM sources
    WHERE document_id = $document
)

SELECT source_name
FROM ranked
WHERE place = (SELECT min(place) FROM ranked)
ORDER BY source_name
