-- Which steps of the ladder has each group reached, and on what evidence? The report's table 4.1: a
-- row a group and code of an ordinal dimension, with its level by the codebook's rule.
-- group_id: the case
-- group_nb: its name in bokmål
-- group_en: its name in English
-- short: its short name
-- dimension: the ladder
-- step: the step, from 1
-- code: the code of the step
-- step_nb: its label in bokmål
-- step_en: its label in English
-- level: level of evidence, by the codebook's id
-- level_nb: its label in bokmål
-- level_en: its label in English
-- level_place: place of the level in the codebook, 1 the strongest
-- segments: coded segments
-- positive: of these, positive
-- neutral: of these, neutral
-- negative: of these, negative
-- confirmed: of these, accepted by people
-- auto: of these, by the machine and standing without a person
-- pending: of these, by the machine and waiting for a person
-- documents: documents that hold one
-- kinds: number of kinds of source that hold one
-- share_positive: positive / (positive + negative); none where there are neither
-- quotes: up to three of the best quotes, of the more frequent valence first
WITH evidence AS (
    SELECT
        findings.group_id,
        findings.code,
        sum(findings.segments) AS segments,
        sum(findings.segments) FILTER (findings.valence = 'positive') AS positive,
        sum(findings.segments) FILTER (findings.valence = 'neutral') AS neutral,
        sum(findings.segments) FILTER (findings.valence = 'negative') AS negative,
        sum(findings.confirmed) AS confirmed,
        sum(findings.auto) AS auto,
        sum(findings.pending) AS pending
    FROM findings
    GROUP BY ALL
),

breadth AS (
    SELECT
        group_id,
        code,
        count(DISTINCT document_id) AS documents,
        count(DISTINCT kind) AS kinds
    FROM coded_segments
    WHERE status <> 'rejected'
    GROUP BY ALL
),

cells AS (
    SELECT
        evidence.*,
        coalesce(breadth.documents, 0) AS documents,
        coalesce(breadth.kinds, 0) AS kinds,
        evidence.positive / nullif(evidence.positive + evidence.negative, 0) AS share_positive
    FROM evidence
    LEFT JOIN breadth USING (group_id, code)
),

levelled AS (
    SELECT cells.*, levels.level, levels.label_nb, levels.label_en, levels.position AS level_place
    FROM cells
    JOIN store.levels
        ON levels.codebook_version = (SELECT codebook_version FROM store.current_codebook)
        AND cells.segments >= levels.min_segments
        AND cells.documents >= levels.min_documents
        AND cells.kinds >= levels.min_kinds
        AND (levels.min_share_positive IS NULL OR cells.share_positive >= levels.min_share_positive)
        AND (levels.max_share_positive IS NULL OR cells.share_positive <= levels.max_share_positive)
    QUALIFY row_number() OVER (
        PARTITION BY cells.group_id, cells.code ORDER BY levels.position
    ) = 1
),

best AS (
    SELECT
        quotes.group_id,
        quotes.code,
        list(quotes.quote ORDER BY quotes.place, weight.segments DESC, quotes.segment_id)[1:3]
            AS quotes
    FROM quotes
    JOIN findings AS weight
        ON weight.group_id = quotes.group_id
        AND weight.code = quotes.code
        AND weight.valence = quotes.valence
    GROUP BY ALL
)

SELECT
    groups.group_id,
    groups.label_nb AS group_nb,
    groups.label_en AS group_en,
    groups.short,
    codes.dimension,
    codes.step,
    codes.code,
    codes.label_nb AS step_nb,
    codes.label_en AS step_en,
    levelled.level,
    levelled.label_nb AS level_nb,
    levelled.label_en AS level_en,
    levelled.level_place,
    levelled.segments::BIGINT AS segments,
    levelled.positive::BIGINT AS positive,
    levelled.neutral::BIGINT AS neutral,
    levelled.negative::BIGINT AS negative,
    levelled.confirmed::BIGINT AS confirmed,
    levelled.auto::BIGINT AS auto,
    levelled.pending::BIGINT AS pending,
    levelled.documents,
    levelled.kinds,
    levelled.share_positive,
    coalesce(best.quotes, []) AS quotes
FROM levelled
JOIN groups USING (group_id)
JOIN codes USING (code)
LEFT JOIN best USING (group_id, code)
WHERE codes.ordinal
ORDER BY groups.position, codes.position
