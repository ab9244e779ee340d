-- In which groups is there more of a code than in which others? Differences of shares of sentences,
-- all pairs of groups; p-values are corrected for their number (Holm).
-- code: the code
-- valence: positive, neutral, negative, or any
-- group_a: a case
-- group_b: another one
-- difference: share in group_a less share in group_b
-- low: lower bound of its 95% interval
-- high: upper bound
-- p_value: how likely such a difference would be, were there none
-- p_adjusted: the same corrected for the number of comparisons
-- corrected: whether both shares are corrected for the machine's errors
SELECT
    code::VARCHAR AS code, valence::VARCHAR AS valence, group_a::VARCHAR AS group_a,
    group_b::VARCHAR AS group_b, difference, low, high, p_value, p_adjusted, corrected
FROM computed
