-- How far do coders agree on each code, beyond chance? People over the sentences that both have
-- reviewed completely; the machine against people in the random audit alone.
-- coder_a: a person
-- coder_b: another person, or 'machine'
-- code: the code
-- sentences: sentences that both judged
-- agreed: of these, sentences that carry the code by both
-- only_a: by coder_a alone
-- only_b: by coder_b alone
-- neither: by none of them
-- kappa: Cohen's kappa; none where both say the same of every sentence
-- alpha: Krippendorff's alpha, likewise
-- alpha_low: lower bound of its 95% interval (bootstrap over documents); none for fewer than three
-- alpha_high: upper bound
SELECT
    coder_a::VARCHAR AS coder_a, coder_b::VARCHAR AS coder_b, code::VARCHAR AS code, sentences, agreed, only_a, only_b, neither, kappa, alpha, alpha_low,
    alpha_high
FROM computed
