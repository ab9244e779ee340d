-- What helps and what hinders each group? A row for each group and code of a dimension that is no
-- ladder; what positive and negative mean is said by the codebook (of the problem: high and low).
-- group_id: the case
-- short: its short name
-- dimension: dimension of the code
-- code: the code
-- label_nb: its label in bokmål
-- label_en: its label in English
-- helps: coded segments that are positive
-- hinders: coded segments that are negative
-- neutral: coded segments that are neither
-- documents_helping: documents that hold a positive one
-- documents_hindering: documents that hold a negative one
-- share_helping: share of positive among the sentences coded positive or negative, corrected where it can be
-- low: lower bound of its 95% interval
-- high: upper bound
-- corrected: whether it is corrected for the machine's errors
-- reviews_wanted: how many more sentences of the random audit people would have to judge for that
SELECT
    groups.group_id,
    groups.short,
    codes.dimension,
    codes.code,
    codes.label_nb,
    codes.label_en,
    helping.segments AS helps,
    hindering.segments AS hinders,
    neither.segments AS neutral,
    helping.documents AS documents_helping,
    hindering.documents AS documents_hindering,
    shares.share AS share_helping,
    shares.low,
    shares.high,
    coalesce(shares.corrected, FALSE) AS corrected,
    shares.reviews_wanted
FROM groups
CROSS JOIN codes
JOIN findings AS helping
    ON helping.group_id = groups.group_id
    AND helping.code = codes.code
    AND helping.valence = 'positive'
JOIN findings AS hindering
    ON hindering.group_id = groups.group_id
    AND hindering.code = codes.code
    AND hindering.valence = 'negative'
JOIN findings AS neither
    ON neither.group_id = groups.group_id
    AND neither.code = codes.code
    AND neither.valence = 'neutral'
LEFT JOIN shares
    ON shares.group_id = groups.group_id
    AND shares.code = codes.code
    AND shares.phase IS NULL
    AND shares.measure = 'valence'
    AND shares.valence = 'positive'
WHERE NOT codes.ordinal
ORDER BY groups.position, codes.position
