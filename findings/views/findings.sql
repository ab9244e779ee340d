-- How much evidence is there for each group, code and valence? Every combination has a row, also
-- those without evidence. Rejected segments are left out.
-- group_id: the case
-- dimension: dimension of the code
-- code: the code
-- valence: positive, neutral or negative
-- segments: coded segments
-- confirmed: of these, accepted by people
-- auto: of these, by the machine and standing without a person
-- pending: of these, by the machine and waiting for a person
-- words: words in them
-- documents: documents that hold one
-- documents_of_group: documents of the group
-- share_of_documents: documents / documents_of_group
-- kinds: kinds of source that hold one
-- roles: informants' roles that hold one
SELECT
    groups.group_id,
    codes.dimension,
    codes.code,
    valences.valence,
    count(segments.segment_id) AS segments,
    count(*) FILTER (segments.status = 'accepted') AS confirmed,
    count(*) FILTER (segments.status = 'auto') AS auto,
    count(*) FILTER (segments.status = 'pending') AS pending,
    coalesce(sum(len(regexp_extract_all(segments.quote, '[^\s\pZ]+'))), 0)::BIGINT AS words,
    count(DISTINCT segments.document_id) AS documents,
    groups.documents AS documents_of_group,
    count(DISTINCT segments.document_id) / nullif(groups.documents, 0) AS share_of_documents,
    coalesce(list_sort(list(DISTINCT segments.kind) FILTER (segments.kind IS NOT NULL)), []) AS kinds,
    coalesce(list_sort(list(DISTINCT segments.role) FILTER (segments.role IS NOT NULL)), []) AS roles
FROM groups
CROSS JOIN codes
CROSS JOIN (VALUES (1, 'positive'), (2, 'neutral'), (3, 'negative')) AS valences (place, valence)
LEFT JOIN coded_segments AS segments
    ON segments.group_id = groups.group_id
    AND segments.code = codes.code
    AND segments.valence = valences.valence
    AND segments.status <> 'rejected'
GROUP BY
    groups.group_id, groups.position, codes.dimension, codes.code, codes.position,
    valences.valence, valences.place, groups.documents
ORDER BY groups.position, codes.position, valences.place
