-- How large a share of what is said carries each code, group by group and phase by phase? Corrected
-- for the machine's errors by the random audit where people have judged enough of it
-- (findings/estimation.py). All intervals are 95% and take documents, not sentences, for drawn.
-- group_id: the case
-- phase: phase of data collection; none for all of them together
-- code: the code
-- valence: positive, neutral, negative, or any
-- measure: 'sentences': share of the sentences that may be coded; 'valence': share of the sentences coded positive or negative
-- documents: documents with sentences that may be coded
-- sentences: sentences that may be coded
-- share: the share, corrected where it can be
-- low: lower bound of its interval; none for fewer than three documents
-- high: upper bound
-- corrected: whether it is corrected
-- uncorrected_share: the share as coded: people's word where they spoke, else the machine's
-- reviewed: sentences of the random audit that people have judged
-- reviews_wanted: how many more they would have to judge for a corrected share
SELECT
    group_id::VARCHAR AS group_id, phase::VARCHAR AS phase, code::VARCHAR AS code,
    valence::VARCHAR AS valence, measure::VARCHAR AS measure, documents, sentences, share, low, high, corrected,
    uncorrected_share, reviewed, reviews_wanted
FROM computed
