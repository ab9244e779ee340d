-- Which documents did these files ever hold, the latest first; which other files, that are there,
-- hold each of them now, and which only once did?
WITH others AS (
    SELECT
        sources.document_id,
        sources.source_name,
        bool_or(now.document_id = sources.document_id) AS holds
    FROM sources
    JOIN current_sources AS now ON now.source_name = sources.source_name AND now.state = 'present'
    WHERE NOT list_contains($names, sources.source_name)
    GROUP BY ALL
)

SELECT
    held.document_id,
    coalesce(list(DISTINCT others.source_name) FILTER (others.holds), []) AS holders,
    coalesce(list(DISTINCT others.source_name) FILTER (NOT others.holds), []) AS former_holders
FROM sources AS held
LEFT JOIN others USING (document_id)
WHERE list_contains($names, held.source_name)
GROUP BY held.document_id
ORDER BY max(held.seq) DESC
