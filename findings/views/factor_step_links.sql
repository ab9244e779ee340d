-- Which factors go together with which steps? Documents that hold a factor as helping or hindering
-- against documents that hold a step as reached, within groups and among documents of like length.
-- An association in what is told, not a cause.
-- factor: a code of a dimension that is no ladder
-- factor_nb: its label in bokmål
-- factor_en: its label in English
-- effect: helps (coded positive in the document; of the problem: high) or hinders (coded negative; low)
-- code: the code of the step
-- step: the step, from 1
-- step_nb: its label in bokmål
-- step_en: its label in English
-- documents: documents of all groups
-- together: documents that hold both
-- factor_only: documents that hold the factor alone
-- step_only: documents that hold the step alone
-- neither: documents that hold neither
-- odds_ratio: Mantel–Haenszel odds ratio; none where it can't be told
-- low: lower bound of its 95% interval (Robins, Breslow & Greenland)
-- high: upper bound
-- p_value: share of all permutations within the strata that are as far from independence
-- p_adjusted: the same corrected for the number of links (Holm)
SELECT
    computed.factor::VARCHAR AS factor,
    factors.label_nb AS factor_nb,
    factors.label_en AS factor_en,
    computed.effect::VARCHAR AS effect,
    computed.code::VARCHAR AS code,
    steps.step,
    steps.label_nb AS step_nb,
    steps.label_en AS step_en,
    computed.documents,
    computed."both" AS together,
    computed.factor_only,
    computed.step_only,
    computed.neither,
    computed.odds_ratio,
    computed.low,
    computed.high,
    computed.p_value,
    computed.p_adjusted
FROM computed
JOIN codes AS factors ON factors.code = computed.factor::VARCHAR
JOIN codes AS steps ON steps.code = computed.code::VARCHAR
ORDER BY factors.position, effect, steps.position
