-- The sums over documents from which shares are estimated (findings/estimation.py says what each
-- letter stands for): a row for each group, phase (none: all phases), code and valence, also those
-- without a coded sentence.
WITH held AS (
    SELECT
        documents.document_id,
        documents.group_id,
        documents.phase,
        documents.codable_sentences::DOUBLE AS n,
        documents.audited,
        documents.codable_sentences - documents.audited / coalesce(drawn.probability, 1) AS u
    FROM documents
    JOIN groups USING (group_id)
    LEFT JOIN (
        SELECT documents.group_id, max(audited.probability) AS probability
        FROM audited_sentences AS audited
        JOIN documents USING (document_id)
        GROUP BY documents.group_id
    ) AS drawn USING (group_id)
    WHERE documents.codable_sentences > 0
),

spans AS (
    SELECT document_id, group_id, phase, n, audited, u FROM held WHERE phase IS NOT NULL
    UNION ALL
    SELECT document_id, group_id, NULL AS phase, n, audited, u FROM held
),

weighted AS (
    SELECT
        *,
        CASE WHEN n < total THEN 1 / (1 - n / total) ** 2 ELSE 1 END AS w
    FROM (
        SELECT *, sum(n) OVER (PARTITION BY group_id, phase) AS total
        FROM spans
    )
),

whole AS (
    SELECT
        group_id,
        phase,
        count(*) AS documents,
        sum(n)::BIGINT AS sentences,
        sum(audited)::BIGINT AS reviewed,
        count(*) FILTER (audited > 0) AS reviewed_documents,
        sum(u) AS u,
        sum(w * n * n) AS nn,
        sum(w * n * u) AS nu,
        sum(w * u * u) AS uu
    FROM weighted
    GROUP BY group_id, phase
),

coded AS (
    SELECT
        weighted.group_id,
        weighted.phase,
        mine.code,
        mine.valence,
        weighted.w,
        weighted.n,
        weighted.u,
        mine.sentences::DOUBLE AS s,
        mine.audited_human AS h,
        mine.audited_machine AS a,
        mine.audited_both AS b,
        mine.machine_sentences - mine.audited_machine AS g,
        coalesce(other.sentences, 0)::DOUBLE AS s2,
        coalesce(other.audited_human, 0) AS h2,
        coalesce(other.machine_sentences - other.audited_machine, 0) AS g2
    FROM weighted
    JOIN document_codes AS mine USING (document_id)
    LEFT JOIN document_codes AS other
        ON other.document_id = mine.document_id
        AND other.code = mine.code
        AND other.valence = CASE mine.valence
            WHEN 'positive' THEN 'negative'
            WHEN 'negative' THEN 'positive'
        END
),

summed AS (
    SELECT
        group_id,
        phase,
        code,
        valence,
        sum(s) AS s,
        sum(h) AS h,
        sum(a) AS a,
        sum(b) AS b,
        sum(g) AS g,
        sum(w * s * s) AS ss,
        sum(w * s * n) AS sn,
        sum(w * h * h) AS hh,
        sum(w * h * g) AS hg,
        sum(w * g * g) AS gg,
        sum(w * h * n) AS hn,
        sum(w * g * n) AS gn,
        sum(w * h * u) AS hu,
        sum(w * g * u) AS gu,
        sum(w * s * s2) AS ss2,
        sum(w * h * h2) AS hh2,
        sum(w * h * g2) AS hg2,
        sum(w * g * h2) AS gh2,
        sum(w * g * g2) AS gg2
    FROM coded
    GROUP BY group_id, phase, code, valence
)

SELECT
    whole.*,
    codes.code,
    valences.valence,
    COLUMNS(summed.* EXCLUDE (group_id, phase, code, valence))
FROM whole
JOIN groups USING (group_id)
CROSS JOIN codes
CROSS JOIN (
    VALUES (1, 'any'), (2, 'positive'), (3, 'neutral'), (4, 'negative')
) AS valences (place, valence)
LEFT JOIN summed
    ON summed.group_id = whole.group_id
    AND summed.phase IS NOT DISTINCT FROM whole.phase
    AND summed.code = codes.code
    AND summed.valence = valences.valence
ORDER BY groups.position, whole.phase NULLS FIRST, codes.position, valences.place
