-- In which kinds of source does the evidence for each group and code stand? Rejected segments are
-- left out, and so are combinations without evidence.
-- group_id: the case
-- code: the code
-- kind: kind of source
-- segments: coded segments
-- positive: of these, positive
-- neutral: of these, neutral
-- negative: of these, negative
-- documents: documents that hold one
-- documents_of_kind: documents of the group of that kind
-- share_of_documents: documents / documents_of_kind
SELECT
    segments.group_id,
    segments.code,
    segments.kind,
    count(*) AS segments,
    count(*) FILTER (segments.valence = 'positive') AS positive,
    count(*) FILTER (segments.valence = 'neutral') AS neutral,
    count(*) FILTER (segments.valence = 'negative') AS negative,
    count(DISTINCT segments.document_id) AS documents,
    held.documents_of_kind,
    count(DISTINCT segments.document_id) / held.documents_of_kind AS share_of_documents
FROM coded_segments AS segments
JOIN groups ON groups.group_id = segments.group_id
JOIN codes ON codes.code = segments.code
JOIN (
    SELECT group_id, kind, count(*) AS documents_of_kind
    FROM documents
    GROUP BY group_id, kind
) AS held
    ON held.group_id = segments.group_id
    AND held.kind IS NOT DISTINCT FROM segments.kind
WHERE segments.status <> 'rejected'
GROUP BY
    segments.group_id, groups.position, segments.code, codes.position, segments.kind,
    held.documents_of_kind
ORDER BY groups.position, codes.position, segments.kind
