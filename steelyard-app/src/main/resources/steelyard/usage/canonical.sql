-- Steelyard's own table. In: `source`, with file, line, broken (why the row cannot be read, or null), micros, micros_end, zoneless and every column of columns.csv,
-- as it stands in the file and, for counts, as a number `n_...`; a column that the file lacks is null. Terms in {braces} stand for the
-- columns that count a meter and have nothing to do with others.
SELECT
    file, line,
    CASE
        WHEN problem IS NOT NULL THEN 'unreadable'
        WHEN n_input_tokens IS NULL AND n_prompt_tokens IS NULL AND n_output_tokens IS NULL AND n_cache_read_tokens IS NULL
            AND n_cache_creation_tokens IS NULL AND n_cache_write_tokens IS NULL AND n_cache_write_5m_tokens IS NULL
            AND n_cache_write_1h_tokens IS NULL AND n_cache_write_30m_tokens IS NULL AND n_cache_write_12h_tokens IS NULL
            {blank} THEN 'no_counts'
        ELSE 'ok'
    END AS status,
    problem,
    micros, coalesce(micros_end, micros) AS micros_end, zoneless,
    coalesce(provider::VARCHAR, '') AS provider, model::VARCHAR AS model, coalesce(region::VARCHAR, '') AS region,
    coalesce(tier_of(service_tier::VARCHAR), lower(trim(service_tier::VARCHAR))) AS service,
    nullif(person::VARCHAR, '') AS person, nullif(team::VARCHAR, '') AS team, nullif(task::VARCHAR, '') AS task,
    coalesce(n_calls, 1) AS calls,
    coalesce(n_input_tokens, n_prompt_tokens - cached - written - ({prompt_parts}), 0) AS input,
    cached AS cache_read,
    coalesce(n_cache_write_tokens, 0)
        + coalesce(n_cache_creation_tokens - written_for, 0) AS cache_write,
    coalesce(n_cache_write_5m_tokens, 0) AS cache_write_5m,
    coalesce(n_cache_write_1h_tokens, 0) AS cache_write_1h,
    coalesce(n_output_tokens, 0) - coalesce(n_reasoning_tokens, 0) - ({answer_parts}) AS output,
    coalesce(n_reasoning_tokens, 0) AS reasoning,
    {counts},
    n_recorded_cost AS recorded
FROM (
    -- One cheap test for the many rows that are fine; what is wrong with the others is worked out for them alone.
    SELECT *, CASE WHEN fine THEN NULL ELSE
        coalesce(
            broken,
            time_problem('time', time, micros),
            CASE WHEN time_end IS NOT NULL AND trim(time_end::VARCHAR) <> '' THEN time_problem('time_end', time_end, micros_end) END,
            CASE WHEN micros_end < micros THEN 'time_end ' || time_end || ' is before time ' || time END,
            CASE WHEN model IS NULL OR trim(model::VARCHAR) = '' THEN 'model is blank' END,
            count_problem('calls', calls, n_calls),
            CASE WHEN n_calls = 0 THEN 'calls 0: a row stands for at least one call' END,
            count_problem('input_tokens', input_tokens, n_input_tokens),
            count_problem('prompt_tokens', prompt_tokens, n_prompt_tokens),
            count_problem('cached_tokens', cached_tokens, n_cached_tokens),
            count_problem('cache_read_tokens', cache_read_tokens, n_cache_read_tokens),
            count_problem('cache_creation_tokens', cache_creation_tokens, n_cache_creation_tokens),
            count_problem('cache_write_tokens', cache_write_tokens, n_cache_write_tokens),
            count_problem('cache_write_5m_tokens', cache_write_5m_tokens, n_cache_write_5m_tokens),
            count_problem('cache_write_1h_tokens', cache_write_1h_tokens, n_cache_write_1h_tokens),
            count_problem('cache_write_30m_tokens', cache_write_30m_tokens, n_cache_write_30m_tokens),
            count_problem('cache_write_12h_tokens', cache_write_12h_tokens, n_cache_write_12h_tokens),
            count_problem('output_tokens', output_tokens, n_output_tokens),
            count_problem('reasoning_tokens', reasoning_tokens, n_reasoning_tokens),
            {problems}
            CASE WHEN n_output_tokens > 0 AND n_input_tokens IS NULL AND n_prompt_tokens IS NULL AND cached + written = 0 {no_prompt}
                THEN 'the prompt''s tokens are blank beside output ' || n_output_tokens || ': missing, not zero' END,
            CASE WHEN n_prompt_tokens < cached + written
                THEN 'cached ' || (cached + written) || ' of prompt ' || n_prompt_tokens || ': a part exceeds its whole' END,
            CASE WHEN ({prompt_parts}) > 0 AND n_prompt_tokens < cached + written + ({prompt_parts})
                THEN 'sound and pictures ' || ({prompt_parts}) || ' of prompt ' || n_prompt_tokens || ': a part exceeds its whole' END,
            CASE WHEN ({answer_parts}) > 0 AND n_output_tokens < coalesce(n_reasoning_tokens, 0) + ({answer_parts})
                THEN 'sound and pictures ' || ({answer_parts}) || ' of output ' || n_output_tokens || ': a part exceeds its whole' END,
            CASE WHEN n_cache_creation_tokens < written_for
                THEN 'cache writes of a stated time exceed their sum ' || n_cache_creation_tokens END,
            CASE WHEN n_reasoning_tokens > coalesce(n_output_tokens, 0)
                THEN 'reasoning ' || n_reasoning_tokens || ' of output ' || coalesce(n_output_tokens, 0) || ': a part exceeds its whole' END,
            'the row cannot be read'
        ) END AS problem
    FROM (
        SELECT *,
            coalesce(
                broken IS NULL
                AND micros >= 1577836800000000 AND micros < 4102444800000000
                AND CASE WHEN time_end IS NULL THEN true WHEN micros_end >= micros AND micros_end < 4102444800000000 THEN true ELSE is_blank(time_end) END
                AND model <> ''
                AND count_fine(calls, n_calls) AND (n_calls IS NULL OR n_calls > 0)
                AND count_fine(input_tokens, n_input_tokens) AND count_fine(prompt_tokens, n_prompt_tokens)
                AND count_fine(cached_tokens, n_cached_tokens) AND count_fine(cache_read_tokens, n_cache_read_tokens)
                AND count_fine(cache_creation_tokens, n_cache_creation_tokens) AND count_fine(cache_write_tokens, n_cache_write_tokens)
                AND count_fine(cache_write_5m_tokens, n_cache_write_5m_tokens) AND count_fine(cache_write_1h_tokens, n_cache_write_1h_tokens)
                AND count_fine(cache_write_30m_tokens, n_cache_write_30m_tokens) AND count_fine(cache_write_12h_tokens, n_cache_write_12h_tokens)
                AND count_fine(output_tokens, n_output_tokens) AND count_fine(reasoning_tokens, n_reasoning_tokens)
                {fine}
                AND NOT (coalesce(n_output_tokens, 0) > 0 AND n_input_tokens IS NULL AND n_prompt_tokens IS NULL AND cached + written = 0 {no_prompt})
                AND (n_prompt_tokens IS NULL OR n_prompt_tokens >= cached + written + ({prompt_parts}))
                AND (n_output_tokens IS NULL OR n_output_tokens >= coalesce(n_reasoning_tokens, 0) + ({answer_parts}))
                AND (n_cache_creation_tokens IS NULL OR n_cache_creation_tokens >= written_for)
                AND (n_reasoning_tokens IS NULL OR n_reasoning_tokens <= coalesce(n_output_tokens, 0)),
                false) AS fine
    FROM (
        SELECT *,
            coalesce(n_cached_tokens, n_cache_read_tokens, 0) AS cached,
            coalesce(n_cache_write_5m_tokens, 0) + coalesce(n_cache_write_1h_tokens, 0)
                + coalesce(n_cache_write_30m_tokens, 0) + coalesce(n_cache_write_12h_tokens, 0) AS written_for,
            coalesce(n_cache_write_tokens, 0) + coalesce(n_cache_creation_tokens, written_for) AS written
        FROM source
    ))
)
