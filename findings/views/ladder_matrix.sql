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
-- level_decided: the level without what waits for a person: by what people accepted and the machine may code alone
-- level_decided_nb: its label in bokmål
-- level_decided_en: its label in English
-- level_decided_place: its place in the codebook
-- provisional: whether the level would be another without what waits for a person
-- reason_nb: why this level, in bokmål
-- reason_en: why, in English
-- segments: coded segments
-- positive: of these, positive
-- neutral: of these, neutral
-- negative: of these, negative
-- confirmed: of these, accepted by people
-- auto: of these, by the machine and standing without a person
-- pending: of these, by the machine and waiting for a person
-- documents: documents that hold one
-- kinds: number of kinds of source that hold one
-- share_positive: positive / (positive + negative) segments, by which the level is decided; none where there are neither
-- positive_share: share of positive among the sentences coded positive or negative, corrected where it can be (table shares)
-- positive_share_low: lower bound of its 95% interval
-- positive_share_high: upper bound
-- corrected: whether that share is corrected for the machine's errors
-- quotes: up to three of the best quotes, of the more frequent valence first
-- quote_ids: their segments
WITH scoped AS (
    SELECT 'all' AS scope, * FROM coded_segments WHERE status <> 'rejected'
    UNION ALL
    SELECT 'decided' AS scope, * FROM coded_segments WHERE status IN ('accepted', 'auto')
),

counted AS (
    SELECT
        scope,
        group_id,
        code,
        count(*) AS segments,
        count(*) FILTER (valence = 'positive') AS positive,
        count(*) FILTER (valence = 'neutral') AS neutral,
        count(*) FILTER (valence = 'negative') AS negative,
        count(*) FILTER (status = 'accepted') AS confirmed,
        count(*) FILTER (status = 'auto') AS auto,
        count(*) FILTER (status = 'pending') AS pending,
        count(DISTINCT document_id) AS documents,
        count(DISTINCT kind) AS kinds
    FROM scoped
    GROUP BY scope, group_id, code
),

cells AS (
    SELECT
        scopes.scope,
        groups.group_id,
        codes.code,
        coalesce(counted.segments, 0) AS segments,
        coalesce(counted.positive, 0) AS positive,
        coalesce(counted.neutral, 0) AS neutral,
        coalesce(counted.negative, 0) AS negative,
        coalesce(counted.confirmed, 0) AS confirmed,
        coalesce(counted.auto, 0) AS auto,
        coalesce(counted.pending, 0) AS pending,
        coalesce(counted.documents, 0) AS documents,
        coalesce(counted.kinds, 0) AS kinds,
        counted.positive / nullif(counted.positive + counted.negative, 0) AS share_positive
    FROM groups
    CROSS JOIN codes
    CROSS JOIN (VALUES ('all'), ('decided')) AS scopes (scope)
    LEFT JOIN counted
        ON counted.scope = scopes.scope
        AND counted.group_id = groups.group_id
        AND counted.code = codes.code
    WHERE codes.ordinal
),

levels AS (
    SELECT *
    FROM store.levels
    WHERE codebook_version = (SELECT codebook_version FROM store.current_codebook)
),

judged AS (
    SELECT
        cells.*,
        levels.level,
        levels.position,
        levels.label_nb,
        levels.label_en,
        levels.max_share_positive,
        list_filter(
            [
                CASE WHEN cells.segments < levels.min_segments THEN {
                    'nb': cells.segments || ' av ' || levels.min_segments || ' segmenter',
                    'en': cells.segments || ' of ' || levels.min_segments || ' segments'
                } END,
                CASE WHEN cells.positive < levels.min_positive THEN {
                    'nb': cells.positive || ' av minst ' || levels.min_positive || ' positive',
                    'en': cells.positive || ' of at least ' || levels.min_positive || ' positive'
                } END,
                CASE WHEN cells.documents < levels.min_documents THEN {
                    'nb': cells.documents || ' av ' || levels.min_documents || ' dokumenter',
                    'en': cells.documents || ' of ' || levels.min_documents || ' documents'
                } END,
                CASE WHEN cells.kinds < levels.min_kinds THEN {
                    'nb': cells.kinds || ' av ' || levels.min_kinds || ' slags kilder',
                    'en': cells.kinds || ' of ' || levels.min_kinds || ' kinds of source'
                } END,
                CASE WHEN NOT coalesce(cells.share_positive >= levels.min_share_positive, levels.min_share_positive IS NULL) THEN {
                    'nb': coalesce(
                        floor(100 * cells.share_positive + 1e-9)::INT || ' prosent positive',
                        'verken positive eller negative'
                    ) || ' (krav ' || round(100 * levels.min_share_positive)::INT || ' prosent)',
                    'en': coalesce(
                        floor(100 * cells.share_positive + 1e-9)::INT || ' per cent positive',
                        'neither positive nor negative'
                    ) || ' (' || round(100 * levels.min_share_positive)::INT || ' needed)'
                } END,
                CASE WHEN NOT coalesce(cells.share_positive <= levels.max_share_positive, levels.max_share_positive IS NULL) THEN {
                    'nb': 'mer enn ' || round(100 * levels.max_share_positive)::INT || ' prosent positive',
                    'en': 'more than ' || round(100 * levels.max_share_positive)::INT || ' per cent positive'
                } END
            ],
            lambda fault : fault IS NOT NULL
        ) AS missing
    FROM cells
    CROSS JOIN levels
),

levelled AS (
    SELECT *
    FROM judged
    WHERE len(missing) = 0
    QUALIFY row_number() OVER (PARTITION BY scope, group_id, code ORDER BY position) = 1
),

-- The next stronger level that is a goal, not one that contradiction leads to.
aims AS (
    SELECT judged.*
    FROM judged
    JOIN levelled AS reached
        ON reached.scope = judged.scope
        AND reached.group_id = judged.group_id
        AND reached.code = judged.code
        AND reached.position > judged.position
    WHERE judged.scope = 'all' AND judged.max_share_positive IS NULL
    QUALIFY row_number() OVER (
        PARTITION BY judged.group_id, judged.code ORDER BY judged.position DESC
    ) = 1
),

best AS (
    SELECT
        quotes.group_id,
        quotes.code,
        list(quotes.quote ORDER BY quotes.place, weight.segments DESC, quotes.segment_id)[1:3]
            AS quotes,
        list(quotes.segment_id ORDER BY quotes.place, weight.segments DESC, quotes.segment_id)[1:3]
            AS quote_ids
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
    found.level,
    found.label_nb AS level_nb,
    found.label_en AS level_en,
    found.position AS level_place,
    decided.level AS level_decided,
    decided.label_nb AS level_decided_nb,
    decided.label_en AS level_decided_en,
    decided.position AS level_decided_place,
    found.level <> decided.level AS provisional,
    concat(
        CASE
            WHEN found.segments = 0 THEN 'Ingen segmenter'
            ELSE counted_as(found.segments, 'segment', 'segmenter') || ' i '
                || counted_as(found.documents, 'dokument', 'dokumenter') || ' av '
                || found.kinds || ' slag: ' || counted_as(found.positive, 'positivt', 'positive')
                || ', ' || counted_as(found.neutral, 'nøytralt', 'nøytrale') || ', '
                || counted_as(found.negative, 'negativt', 'negative')
        END,
        '; mangler til «' || next.label_nb || '»: '
            || list_aggregate(list_transform(next.missing, lambda fault : fault.nb), 'string_agg', ', '),
        '.'
    ) AS reason_nb,
    concat(
        CASE
            WHEN found.segments = 0 THEN 'No segments'
            ELSE counted_as(found.segments, 'segment', 'segments') || ' in '
                || counted_as(found.documents, 'document', 'documents') || ' of '
                || counted_as(found.kinds, 'kind', 'kinds') || ': ' || found.positive || ' positive, ' || found.neutral
                || ' neutral, ' || found.negative || ' negative'
        END,
        '; short of "' || next.label_en || '": '
            || list_aggregate(list_transform(next.missing, lambda fault : fault.en), 'string_agg', ', '),
        '.'
    ) AS reason_en,
    found.segments,
    found.positive,
    found.neutral,
    found.negative,
    found.confirmed,
    found.auto,
    found.pending,
    found.documents,
    found.kinds,
    found.share_positive,
    shares.share AS positive_share,
    shares.low AS positive_share_low,
    shares.high AS positive_share_high,
    coalesce(shares.corrected, FALSE) AS corrected,
    coalesce(best.quotes, []) AS quotes,
    coalesce(best.quote_ids, []) AS quote_ids
FROM levelled AS found
JOIN levelled AS decided
    ON decided.scope = 'decided'
    AND decided.group_id = found.group_id
    AND decided.code = found.code
JOIN groups ON groups.group_id = found.group_id
JOIN codes ON codes.code = found.code
LEFT JOIN aims AS next ON next.group_id = found.group_id AND next.code = found.code
LEFT JOIN shares
    ON shares.group_id = found.group_id
    AND shares.code = found.code
    AND shares.phase IS NULL
    AND shares.measure = 'valence'
    AND shares.valence = 'positive'
LEFT JOIN best ON best.group_id = found.group_id AND best.code = found.code
WHERE found.scope = 'all'
ORDER BY groups.position, codes.position
