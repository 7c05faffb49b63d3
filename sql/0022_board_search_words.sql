-- What search takes for a word, in what is stored and in what is asked for: search_words cuts a text, and beside it stands
-- what words mean. Everything names its schema, since pg_restore fills tables while no schema is searched.

-- Spellings of one thing: whoever asks for one finds all. A change of these lists needs a migration that makes jobs.search
-- anew.
CREATE FUNCTION search_synonyms() RETURNS TABLE (meant text, spellings text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    VALUES ('cplusplus', 'cpp'), ('objectivec', 'objc'), ('golang', 'golanguage'), ('python', 'python2 python3'),
           ('javascript', 'js ecmascript'), ('typescript', 'ts'), ('html', 'html5'), ('css', 'css3'),
           ('react', 'reactjs'), ('angular', 'angularjs'), ('vue', 'vuejs'), ('node', 'nodejs'), ('next', 'nextjs'),
           ('nuxt', 'nuxtjs'), ('express', 'expressjs'), ('ember', 'emberjs'), ('svelte', 'sveltejs'),
           ('backbone', 'backbonejs'), ('d3', 'd3js'), ('postgresql', 'postgres postgre pgsql'), ('mongodb', 'mongo'),
           ('sqlserver', 'mssql'), ('kubernetes', 'k8s'), ('macos', 'osx'), ('phd', 'doctorate'),
           ('ai', 'artificialintelligence'), ('ml', 'machinelearning'), ('hr', 'humanresources'),
           ('qa', 'qualityassurance'), ('pr', 'publicrelations'), ('ui', 'userinterface'), ('ux', 'userexperience'),
           ('senior', 'sr snr'), ('junior', 'jr jnr'), ('manager', 'mgr'), ('assistant', 'asst'), ('cv', 'resume'),
           ('center', 'centre'), ('theater', 'theatre'), ('program', 'programme'), ('labor', 'labour'),
           ('license', 'licence'), ('organization', 'organisation'), ('optimization', 'optimisation'),
           ('jewelry', 'jewellery'), ('pediatric', 'paediatric'), ('pediatrician', 'paediatrician'),
           ('orthopedic', 'orthopaedic'), ('anesthetist', 'anaesthetist'), ('gynecologist', 'gynaecologist'),
           ('counselor', 'counsellor'), ('truck', 'lorry')
$$;

-- Words that some write in one, some with a hyphen and some apart: each of the first with each of the second.
CREATE FUNCTION search_compounds() RETURNS TABLE (firsts text, seconds text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    VALUES ('angular backbone d3 ember express next node nuxt react svelte vue', 'js'), ('c', 'sharp'), ('objective', 'c'),
           ('dot', 'net'), ('sql', 'server'), ('no my', 'sql'), ('java type', 'script'), ('git', 'hub lab'), ('dev', 'ops'),
           ('big meta', 'data'), ('data', 'base center centre set'), ('block', 'chain'), ('word', 'press'), ('photo', 'shop'),
           ('spring', 'boot'), ('open', 'source'), ('full', 'stack'), ('soft hard firm middle', 'ware'), ('main', 'frame'),
           ('e', 'mail commerce learning business book sports'), ('web', 'site master page shop'), ('smart', 'phone'),
           ('lap desk', 'top'), ('help', 'desk line'), ('hot', 'line'), ('on off', 'line site shore'), ('in', 'house bound store'),
           ('out', 'bound door doors patient sourcing'), ('cyber', 'security'), ('artificial', 'intelligence'),
           ('machine', 'learning'), ('human', 'resources'), ('quality', 'assurance'), ('public', 'relations'), ('r', 'd'),
           ('user', 'interface experience'), ('ph', 'd'), ('front back', 'end office'), ('full part half', 'time'),
           ('over down life real', 'time'), ('long short', 'term'), ('mid entry', 'level'), ('night', 'shift'),
           ('free', 'lance lancer lancing'), ('co', 'founder operative operation ordinator ordination ordinate worker working'),
           ('start set build clean back follow pop', 'up'), ('log check', 'in'), ('check', 'out list'), ('up', 'date selling'),
           ('non', 'profit'), ('pro', 'active'), ('multi', 'media lingual tasking national disciplinary'), ('inter', 'personal'),
           ('cross', 'functional'), ('pre post', 'school sales production'), ('post under', 'graduate'), ('post', 'doc doctoral'),
           ('sub', 'contractor contract'), ('tele', 'sales marketing communications commute'), ('health child after day home', 'care'),
           ('care', 'giver giving taker'), ('child', 'minder'), ('baby', 'sitter sitting'), ('mid', 'wife wives'),
           ('para', 'legal medic'), ('physio psycho radio', 'therapist therapy'), ('x', 'ray'), ('well', 'being'),
           ('house', 'keeper keeping hold work'), ('home', 'maker'), ('book', 'keeper keeping'), ('store shop', 'keeper front'),
           ('shop', 'floor'), ('bar', 'tender keeper man staff'), ('dish', 'washer washing'), ('hair', 'dresser dressing stylist'),
           ('ware', 'house housing'), ('fork', 'lift'), ('stock', 'room taking broker'), ('pipe', 'fitter line'), ('brick', 'layer laying'),
           ('black lock', 'smith'), ('steel wood metal', 'work worker working'), ('ground', 'work worker'), ('tool watch', 'maker'),
           ('trades crafts sales fire', 'man men woman person people'), ('fire', 'fighter fighting'), ('life', 'guard style'),
           ('land', 'scape scaping scaper'), ('live', 'stock'), ('sea', 'food'), ('super', 'market'), ('whole', 'sale saler'),
           ('market work', 'place'), ('work', 'flow force shop load'), ('team', 'work'), ('net', 'work working'), ('pay', 'roll'),
           ('spread', 'sheet'), ('fund', 'raiser raising'), ('stake share', 'holder'), ('head', 'hunter count quarters'),
           ('trouble', 'shooting shooter'), ('feed', 'back'), ('dead', 'line'), ('news', 'paper letter'), ('copy script under', 'writer writing'),
           ('proof', 'reader reading'), ('story', 'board telling teller'), ('video', 'grapher'), ('voice', 'over'), ('class court', 'room'),
           ('text hand note', 'book'), ('air', 'craft line port'), ('rail', 'way road'), ('sky', 'scraper'), ('waste', 'water'),
           ('power', 'point'), ('share', 'point'), ('any every some', 'one'), ('week', 'end day'), ('micro', 'service'),
           ('semi', 'skilled conductor'), ('green', 'house keeper'), ('game', 'play'), ('skill', 'set'), ('police', 'man woman')
$$;

-- Both lists as values that the planner makes once, and as arrays, which it hashes: what spellings mean, and the first words
-- of compounds with the stem of the second.
CREATE FUNCTION search_meanings() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_object_agg(spelling || ending, meant)
      FROM public.search_synonyms(), string_to_table(spellings, ' ') spelling, unnest('{"",s}'::text[]) ending
$$;
CREATE FUNCTION search_pairs() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH pair AS (SELECT first, second FROM public.search_compounds(), string_to_table(firsts, ' ') first,
                                            string_to_table(seconds, ' ') second)
    SELECT jsonb_object_agg(first || ' ' || coalesce((ts_lexize('pg_catalog.english_stem', second))[1], second), true) FROM pair
$$;
CREATE FUNCTION search_spellings() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(spelling) FROM jsonb_object_keys(public.search_meanings()) spelling
$$;
CREATE FUNCTION search_firsts() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT first) FROM public.search_compounds(), string_to_table(firsts, ' ') first
$$;
CREATE FUNCTION search_is_pair(first text, second text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.search_pairs() ? (first || ' ' || coalesce((ts_lexize('pg_catalog.english_stem', second))[1], second))
$$;

-- The stem of what a word means; null for a stop word.
CREATE FUNCTION search_stem(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (ts_lexize('pg_catalog.english_stem', coalesce(public.search_meanings() ->> word, word)))[1]
$$;

-- A text in which blanks part the words and a low line before a word binds it to the one before, as a hyphen did. Case,
-- accents and widths are folded. Names made of signs become words. Scripts that put no blanks between words are cut into
-- pairs of letters that overlap, and the last letter.
CREATE FUNCTION search_folded(source text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    t text := source;
    unspaced CONSTANT text := '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff'
                              '\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff';
BEGIN
    IF t ~ '[^\u0001-\u007f]' THEN
        t := public.unaccent('public.unaccent', normalize(regexp_replace(t, '[\u00ad\u200b\u2060\ufeff]', '', 'g'), NFKC));
        t := regexp_replace(t, '[\u0080-\u00bf\u00d7\u00f7\u02b0-\u036f\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020'
                               '\u3030\u303d\u30fb\ue000-\uf8ff\ufe00-\ufe6f\U0001f000-\U0001faff]+', ' ', 'g');
        t := regexp_replace(t, '[^[:alnum:]\u0001-\u007f]+', '', 'g'); -- marks that the parser takes for blanks
    END IF;
    t := lower(t);
    IF t ~ '[<&]' THEN
        t := regexp_replace(t, '</?[a-z][^<>]*>|&(#\d{1,6}|[a-z]{2,8});', ' ', 'g');
        t := regexp_replace(t, '\m([a-z])&(?=[a-z]\M)', U&'\\1 \E000', 'g');
    END IF;
    IF t ~ '[+#]|\.net' THEN
        t := regexp_replace(t, '\mc\+\+\d*', ' cplusplus ', 'g');
        t := regexp_replace(t, '\m([cf])#', ' \1sharp ', 'g');
        t := regexp_replace(t, '\.net\M', ' dotnet ', 'g');
    END IF;
    IF strpos(t, '-') > 0 THEN
        t := regexp_replace(t, '(?<=[^\u0001-/:-`{-\u007f])-(?=[^\u0001-/:-`{-\u007f])', U&' \E000', 'g');
    END IF;
    t := replace(regexp_replace(t, '[\u0001-\u001f!-/:-@[-`{-\u007f]+', ' ', 'g'), U&'\E000', '_');
    IF t ~ ('[' || unspaced || ']') THEN
        t := (SELECT string_agg(CASE WHEN run[1] IS NULL THEN run[2] ELSE
                                     (SELECT ' ' || string_agg(substr(run[1], at, 2), ' ') || ' '
                                        FROM generate_series(1, length(run[1])) at) END, '')
                FROM regexp_matches(t, '([' || unspaced || ']+)|([^' || unspaced || ']+)', 'g') run);
    END IF;
    RETURN t;
END $$;


-- The words of a text in their order, cut to a length that an index can hold, each with the one before; `bound`: the two
-- belong together.
CREATE FUNCTION search_words(source text) RETURNS TABLE (place bigint, word text, before text, bound boolean)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 300 AS $$
    SELECT at, left(ltrim(piece, '_'), 60), left(ltrim(previous, '_'), 60), starts_with(piece, '_')
      FROM (SELECT array_remove(string_to_array(public.search_folded(source), ' '), '') AS all_of OFFSET 0) pieces,
           unnest(all_of, array_prepend(NULL, all_of)) WITH ORDINALITY each (piece, previous, at)
     WHERE piece IS NOT NULL
$$;

-- The words of a text for PostgreSQL to stem, and behind them the compounds that stand there apart, of a title all words
-- beside each other in one, and what spellings mean.
CREATE FUNCTION search_text(source text, titled boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    RETURN (
        WITH word AS MATERIALIZED (SELECT * FROM public.search_words(source)),
             more AS (
                 SELECT before || word AS more FROM word
                  WHERE bound OR titled AND before < U&'\0E00' AND word < U&'\0E00'
                     OR before = ANY (public.search_firsts()) AND public.search_is_pair(before, word)
                  UNION ALL
                 SELECT word FROM word WHERE word = ANY (public.search_spellings()))
        SELECT concat_ws(' ', (SELECT string_agg(word, ' ') FROM word),
                              (SELECT string_agg(concat_ws(' ', more, public.search_meanings() ->> more), ' ') FROM more)));
END $$;

-- What only titles are searched for: each word as it stands there, also a stop word (=it), and each stem (^support); words
-- beside each other also as one.
CREATE FUNCTION search_title(title text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    RETURN (
        WITH word AS MATERIALIZED (SELECT * FROM public.search_words(title)),
             form AS (
                 SELECT word AS form, place FROM word
                  UNION ALL
                 SELECT before || word, at FROM word, LATERAL (VALUES (place - 1), (place)) places (at)
                  WHERE before < U&'\0E00' AND word < U&'\0E00')
        SELECT coalesce(string_agg(concat('''=', form, ''':', place, 'A ', '''^' || public.search_stem(form) || ''':' || place || 'A '), ''),
                        '')::tsvector
          FROM form);
END $$;

-- All of it. Stems in the title, the requirements and the description have the weights A, B and C.
CREATE FUNCTION search_vector(title text, requirements text, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('pg_catalog.english', public.search_text(title, true)), 'A')
        || setweight(to_tsvector('pg_catalog.english', public.search_text(requirements, false)), 'B')
        || setweight(to_tsvector('pg_catalog.english', public.search_text(description, false)), 'C')
        || public.search_title(title)
$$;

-- The words of a question, a compound as one of them, each as parts of a tsquery: what finds it, what finds it in titles,
-- and what finds just this form there (also as singular or plural). Words beside each other may stand in one, unless they
-- are `apart`. Of a stop word there is only the form in titles.
CREATE FUNCTION search_terms(source text, apart boolean)
RETURNS TABLE (place integer, anywhere text, in_title text, titled text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT ROWS 3 AS $$
#variable_conflict use_column
DECLARE
    words text[] := ARRAY(SELECT word FROM public.search_words(source));
    terms text[] := '{}';
    i     integer := 1;
BEGIN
    WHILE i <= cardinality(words) LOOP
        IF NOT apart AND public.search_is_pair(words[i], words[i + 1]) THEN
            terms := terms || (words[i] || words[i + 1]);
            i := i + 2;
        ELSE
            -- The last letter of a run that has been cut into pairs says nothing new.
            IF i = 1 OR words[i] < U&'\0E00' OR length(words[i]) > 1 OR words[i - 1] NOT LIKE '_' || words[i] THEN
                terms := terms || words[i];
            END IF;
            i := i + 1;
        END IF;
    END LOOP;
    RETURN QUERY
        WITH term AS (
                 SELECT at, word, public.search_stem(word) AS stem, CASE WHEN length(word) = 1 AND word >= U&'\0E00' THEN ':*' ELSE '' END AS rest
                   FROM unnest(terms) WITH ORDINALITY t (word, at)),
             form AS (
                 SELECT at, word AS form, stem, rest FROM term
                  UNION ALL
                 SELECT at, two, public.search_stem(two), ''
                   FROM term, LATERAL (VALUES (terms[at - 1] || word), (word || terms[at + 1])) beside (two)
                  WHERE NOT apart AND stem IS NOT NULL AND two < U&'\0E00'),
             likely AS (
                 SELECT at, form, rest FROM form
                  UNION ALL
                 SELECT at, other, '' FROM term, LATERAL (VALUES (word || 's'), (left(word, -1))) endings (other)
                  WHERE (other > word OR word LIKE '%s') AND public.search_stem(other) = stem)
        SELECT at::integer,
               (SELECT '(' || string_agg(format('''%s''%s', f.stem, f.rest), ' | ') || ')' FROM form f WHERE f.at = t.at AND f.stem IS NOT NULL AND t.stem IS NOT NULL),
               (SELECT '(' || string_agg(format('''^%s''%s', f.stem, f.rest), ' | ') || ')' FROM form f WHERE f.at = t.at AND f.stem IS NOT NULL AND t.stem IS NOT NULL),
               (SELECT '(' || string_agg(format('''=%s''%s', l.form, l.rest), ' | ') || ')' FROM likely l WHERE l.at = t.at)
          FROM term t ORDER BY at;
END $$;

-- Words in a row, or a phrase, put together. `loosely` does not look at the order of a phrase's words, which the index does
-- not know. Stop words count where there is nothing else, and in `titled`.
CREATE FUNCTION search_part(source text, is_phrase boolean, OUT matching text, OUT loosely text, OUT in_title text,
                            OUT titled text, OUT some_in_title text, OUT only_stops boolean)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
#variable_conflict use_column
BEGIN
    SELECT string_agg(step || t.anywhere, '' ORDER BY place), string_agg(t.anywhere, ' & ' ORDER BY place),
           string_agg(step || t.in_title, '' ORDER BY place),
           string_agg(t.titled, CASE WHEN is_phrase THEN ' <-> ' ELSE ' & ' END ORDER BY place),
           string_agg(concat_ws(' | ', t.titled, t.in_title), ' | '), bool_and(t.anywhere IS NULL)
      INTO matching, loosely, in_title, titled, some_in_title, only_stops
      FROM (SELECT *, CASE WHEN first THEN '' WHEN is_phrase THEN ' <' || place - before || '> ' ELSE ' & ' END AS step
              FROM (SELECT *, lag(s.place) OVER same AS before, s.anywhere IS NULL OR lag(s.place) OVER same IS NULL AS first
                      FROM public.search_terms(source, is_phrase) s
                    WINDOW same AS (PARTITION BY s.anywhere IS NULL ORDER BY s.place)) placed) t;
    IF only_stops THEN
        matching := titled; loosely := titled; in_title := titled;
    END IF;
END $$;

-- What somebody has typed, as PostgreSQL is to look for it: words, "phrases", -without, this or that. `matching` finds all of
-- it, `loosely` at least that; `in_title` and `titled` find it in titles, in any form and in the very one, and
-- `some_in_title` any word of it there. All are null when no word is asked for. `only_excludes`: some alternative says only
-- what it is not.
CREATE FUNCTION search_asked(typed text, OUT matching tsquery, OUT loosely tsquery, OUT in_title tsquery, OUT titled tsquery,
                             OUT some_in_title tsquery, OUT only_excludes boolean)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
#variable_conflict use_column
BEGIN
    WITH piece AS (
             SELECT at, cut[1] <> '' AS excluded, cut[2] IS NOT NULL AS is_phrase, coalesce(cut[2], cut[3]) AS said,
                    cut[1] = '' AND cut[2] IS NULL AND lower(cut[3]) = 'or' AS parts
               FROM regexp_matches(typed, '(-*)(?:"([^"]*)(?:"|$)|([^\s"]+))', 'g') WITH ORDINALITY pieces (cut, at)),
         numbered AS (
             SELECT *, count(*) FILTER (WHERE parts) OVER (ORDER BY at) AS alternative,
                    CASE WHEN excluded OR is_phrase THEN at
                         ELSE -count(*) FILTER (WHERE parts OR excluded OR is_phrase) OVER (ORDER BY at) END AS run
               FROM piece),
         term AS (
             SELECT DISTINCT alternative, excluded, is_phrase, string_agg(said, ' ' ORDER BY at) AS said
               FROM numbered WHERE NOT parts GROUP BY alternative, excluded, is_phrase, run),
         part AS (
             SELECT alternative, excluded, p.*, bool_or(NOT excluded AND NOT only_stops) OVER (PARTITION BY alternative) AS has_words
               FROM term, public.search_part(said, is_phrase) p
              WHERE p.titled IS NOT NULL AND NOT (excluded AND only_stops)),
         alternative AS (
             SELECT bool_and(excluded) AS only_excludes,
                    string_agg('(' || p.matching || ')', ' & ') FILTER (WHERE NOT excluded AND only_stops <> has_words) AS matching,
                    string_agg('(' || p.loosely || ')', ' & ') FILTER (WHERE NOT excluded AND only_stops <> has_words) AS loosely,
                    string_agg('(' || p.in_title || ')', ' & ') FILTER (WHERE NOT excluded AND only_stops <> has_words) AS in_title,
                    string_agg('(' || p.titled || ')', ' & ') FILTER (WHERE NOT excluded) AS titled,
                    string_agg(p.some_in_title, ' | ') FILTER (WHERE NOT excluded) AS some_in_title,
                    coalesce(string_agg(' & !(' || p.matching || ')', '') FILTER (WHERE excluded), '') AS without,
                    coalesce(string_agg(' & !(' || p.matching || ')', '') FILTER (WHERE excluded AND p.matching = p.loosely), '') AS surely
               FROM part p GROUP BY p.alternative)
    SELECT string_agg('(' || a.matching || without || ')', ' | ')::tsquery, string_agg('(' || a.loosely || surely || ')', ' | ')::tsquery,
           string_agg('(' || a.in_title || without || ')', ' | ')::tsquery, string_agg('(' || a.titled || without || ')', ' | ')::tsquery,
           string_agg(a.some_in_title, ' | ')::tsquery, coalesce(bool_or(a.only_excludes), false)
      INTO matching, loosely, in_title, titled, some_in_title, only_excludes
      FROM alternative a;
END $$;
