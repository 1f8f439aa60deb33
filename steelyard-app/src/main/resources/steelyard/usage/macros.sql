-- What every format needs. An event's times are microseconds since 1970 in UTC.

-- Whether a cell has nothing in it, or a mark for nothing.
CREATE MACRO is_blank(raw) AS (raw IS NULL OR regexp_full_match(raw::VARCHAR, '\s*(-|NULL|null|\\N|N/A|n/a|[Nn]one)?\s*'));

-- A count: null where it is blank or not a whole number. What is not digits alone steelyard_whole reads.
CREATE MACRO whole_text(x) AS
    CASE WHEN regexp_full_match(x, '[0-9]{1,18}') THEN TRY_CAST(x AS BIGINT) ELSE steelyard_whole(x, getvariable('thousands')) END;

-- Whether a count is blank in the file or a sensible number.
CREATE MACRO count_fine(raw, n) AS
    CASE WHEN raw IS NULL THEN true WHEN n >= 0 AND n <= 1000000000000000 THEN true ELSE n IS NULL AND is_blank(raw) END;

-- A value that is no more than a number or a time, for messages: any other text stays in the log, which may hold secrets.
CREATE MACRO said(raw) AS
    CASE WHEN regexp_full_match(trim(raw::VARCHAR), '[-+0-9.,:eETZ/ ]{1,40}|[+-]?(NaN|Infinity)') THEN ' "' || trim(raw::VARCHAR) || '"' ELSE '' END;

-- What is wrong with a count, from its text and its value.
CREATE MACRO count_problem(label, raw, n) AS
    CASE
        WHEN n IS NULL AND regexp_full_match(trim(raw::VARCHAR), '[0-9]{1,3}(\.[0-9]{3})+')
            THEN label || said(raw) || ' may be thousands or a fraction; write whole numbers without points'
        WHEN n IS NULL AND NOT is_blank(raw)
            THEN label || said(raw) || ' is not a whole number'
        WHEN n < 0 THEN label || ' ' || n || ' is negative'
        WHEN n > 1000000000000000 THEN label || ' ' || n || ' is absurdly large (over 10^15)'
    END;

-- Forms of ISO 8601 that most logs have; every other form of a time is read by steelyard_micros.
CREATE MACRO is_plain_utc(x) AS regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})');
CREATE MACRO is_plain_local(x) AS regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?)?');

CREATE MACRO is_zoneless(x) AS CASE WHEN is_plain_utc(x) THEN false WHEN is_plain_local(x) THEN true ELSE steelyard_zoneless(x) END;

-- Microseconds of a time in text: ISO 8601 with or without a zone, days of the calendar as people write them, or seconds, ms, µs or ns since 1970.
CREATE MACRO micros_text(x, zone) AS
    CASE
        WHEN is_plain_utc(x) THEN epoch_us(TRY_CAST(x AS TIMESTAMPTZ))
        WHEN is_plain_local(x) THEN epoch_us(timezone(zone, TRY_CAST(x AS TIMESTAMP)))
        ELSE steelyard_micros(x, coalesce(getvariable('order'), ''))
    END;

CREATE MACRO micros_number(x) AS
    CASE
        WHEN abs(x) < 100000000000 THEN (x * 1000000)::BIGINT
        WHEN abs(x) < 100000000000000 THEN (x * 1000)::BIGINT
        WHEN abs(x) < 100000000000000000 THEN x::BIGINT
        ELSE (x / 1000)::BIGINT
    END;

CREATE MACRO time_problem(label, raw, micros) AS
    CASE
        WHEN is_blank(raw) THEN label || ' is blank'
        WHEN micros IS NULL AND regexp_matches(raw::VARCHAR, '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}')
            THEN label || said(raw) || ' may be day/month or month/day; write 2026-01-31T09:00:00Z'
        WHEN micros IS NULL THEN label || said(raw) || ' is not a time; write 2026-01-31T09:00:00Z'
        WHEN micros < 1577836800000000 OR micros >= 4102444800000000
            THEN label || said(raw) || ' is out of range (2020 to 2099)'
    END;

CREATE MACRO tier_of(x) AS
    CASE lower(trim(coalesce(x, '')))
        WHEN '' THEN 'standard' WHEN 'standard' THEN 'standard' WHEN 'default' THEN 'standard'
        WHEN 'auto' THEN 'standard' WHEN 'on_demand' THEN 'standard'
        WHEN 'batch' THEN 'batch'
        WHEN 'flex' THEN 'flex' WHEN 'on_demand_flex' THEN 'flex'
        WHEN 'priority' THEN 'priority' WHEN 'on_demand_priority' THEN 'priority'
    END;

-- A number that is one: neither NaN nor infinite.
CREATE MACRO finite_number(raw) AS CASE WHEN isfinite(TRY_CAST(raw AS DOUBLE)) THEN TRY_CAST(raw AS DOUBLE) END;
