-- How much evidence is there for each group, code and valence? Every combination has a row, also
-- those without evidence, and one for the code whatever its valence ('any'). Rejected segments are
-- left out.
-- group_id: the case
-- dimension: dimension of the code
-- code: the code
-- valence: positive, neutral, negative, or any
-- segments: coded segments
-- confirmed: of these, accepted by people
-- auto: of these, by the machine and standing without a person
-- pending: of these, by the machine and waiting for a person
-- words: words in them
-- documents: documents that hold one
-- documents_of_group: documents of the group
-- share_of_documents: documents / documents_of_group
-- share_of_documents_low: lower bound of its 95% interval (Wilson)
-- share_of_documents_high: upper bound
-- share_of_sentences: share of the sentences that may be coded (table shares)
-- share_of_sentences_low: lower bound of its 95% interval
-- share_of_sentences_high: upper bound
-- corrected: whether that share is corrected for the machine's errors
-- reviews_wanted: how many more sentences of the random audit people would have to judge for that
-- kinds: kinds of source that hold one
-- roles: informants' roles that hold one
WITH by_document AS (
    SELECT
        group_id,
        code,
        valence,
        document_id,
        kind,
        role,
        count(*) AS segments,
        count(*) FILTER (status = 'accepted') AS confirmed,
        count(*) FILTER (status = 'auto') AS auto,
        count(*) FILTER (status = 'pending') AS pending,
        sum(len(regexp_extract_all(quote, '[^\s\pZ]+'))) AS words
    FROM coded_segments
    WHERE status <> 'rejected'
    GROUP BY group_id, code, valence, document_id, kind, role
),

either AS (
    SELECT * FROM by_document
    UNION ALL
    SELECT * REPLACE ('any' AS valence) FROM by_document
),

counted AS (
    SELECT
        group_id,
        code,
        valence,
        sum(segments)::BIGINT AS segments,
        sum(confirmed)::BIGINT AS confirmed,
        sum(auto)::BIGINT AS auto,
        sum(pending)::BIGINT AS pending,
        sum(words)::BIGINT AS words,
        count(DISTINCT document_id) AS documents,
        list_sort(list(DISTINCT kind) FILTER (kind IS NOT NULL)) AS kinds,
        list_sort(list(DISTINCT role) FILTER (role IS NOT NULL)) AS roles
    FROM either
    GROUP BY group_id, code, valence
)

SELECT
    groups.group_id,
    codes.dimension,
    codes.code,
    valences.valence,
    coalesce(counted.segments, 0) AS segments,
    coalesce(counted.confirmed, 0) AS confirmed,
    coalesce(counted.auto, 0) AS auto,
    coalesce(counted.pending, 0) AS pending,
    coalesce(counted.words, 0) AS words,
    coalesce(counted.documents, 0) AS documents,
    groups.documents AS documents_of_group,
    coalesce(counted.documents, 0) / nullif(groups.documents, 0) AS share_of_documents,
    wilson(coalesce(counted.documents, 0), groups.documents).low AS share_of_documents_low,
    wilson(coalesce(counted.documents, 0), groups.documents).high AS share_of_documents_high,
    shares.share AS share_of_sentences,
    shares.low AS share_of_sentences_low,
    shares.high AS share_of_sentences_high,
    coalesce(shares.corrected, FALSE) AS corrected,
    shares.reviews_wanted,
    coalesce(counted.kinds, []) AS kinds,
    coalesce(counted.roles, []) AS roles
FROM groups
CROSS JOIN codes
CROSS JOIN (
    VALUES (1, 'positive'), (2, 'neutral'), (3, 'negative'), (4, 'any')
) AS valences (place, valence)
LEFT JOIN counted
    ON counted.group_id = groups.group_id
    AND counted.code = codes.code
    AND counted.valence = valences.valence
LEFT JOIN shares
    ON shares.group_id = groups.group_id
    AND shares.phase IS NULL
    AND shares.measure = 'sentences'
    AND shares.code = codes.code
    AND shares.valence = valences.valence
ORDER BY groups.position, codes.position, valences.place
