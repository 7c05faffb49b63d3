-- Places are found without their accents, signs and blanks, and countries by each of their names.

-- What countries are called, the codes of them that a name may carry, and what is a part of them. All are names between
-- commas, not words of one. Codes that are also those of states and provinces (CA, DE, IN) are not here; nobody asks for the
-- others, whose letters are more often the beginning of another place.
CREATE FUNCTION place_countries() RETURNS TABLE (country text, names text, codes text, parts text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    VALUES ('us', 'usa,united states,united states of america,the united states,america', '', ''),
           ('uk', 'gb,united kingdom,the united kingdom,great britain,britain', 'gbr', 'england,scotland,wales,northern ireland'),
           ('uae', 'united arab emirates', 'ae,are', 'dubai,abu dhabi'), ('australia', '', 'au,aus', ''),
           ('austria', 'osterreich', 'at,aut', ''), ('belgium', 'belgie,belgique', 'be,bel', ''), ('brazil', 'brasil', 'br,bra', ''),
           ('canada', '', 'can', ''), ('china', '', 'cn,chn', ''), ('czechia', 'czech republic', 'cz,cze', ''),
           ('denmark', 'danmark', 'dk,dnk', ''), ('egypt', '', 'eg,egy', ''), ('finland', 'suomi', 'fi,fin', ''),
           ('france', '', 'fr,fra', ''), ('germany', 'deutschland', 'deu', ''), ('greece', '', 'gr,grc', ''),
           ('hong kong', '', 'hk,hkg', ''), ('hungary', '', 'hu,hun', ''), ('india', '', 'ind', ''),
           ('ireland', 'republic of ireland', 'ie,irl', ''), ('italy', 'italia', 'it,ita', ''), ('japan', '', 'jp,jpn', ''),
           ('malaysia', '', 'my,mys', ''), ('mexico', '', 'mx,mex', ''),
           ('netherlands', 'the netherlands,nederland,holland', 'nld', ''), ('new zealand', '', 'nz,nzl', ''),
           ('norway', 'norge', 'nor', ''), ('philippines', 'the philippines', 'ph,phl', ''), ('poland', 'polska', 'pl,pol', ''),
           ('portugal', '', 'pt,prt', ''), ('romania', '', 'ro,rou', ''), ('russia', 'russian federation', 'ru,rus', ''),
           ('singapore', '', 'sg,sgp', ''), ('south africa', '', 'za,zaf', ''), ('south korea', 'korea', 'kr,kor', ''),
           ('spain', 'espana', 'es,esp', ''), ('sweden', 'sverige', 'se,swe', ''),
           ('switzerland', 'schweiz,suisse,svizzera', 'ch,che', ''), ('taiwan', '', 'tw,twn', ''), ('thailand', '', 'th,tha', ''),
           ('turkey', 'turkiye', 'tr,tur', ''), ('ukraine', '', 'ua,ukr', ''), ('vietnam', 'viet nam', 'vn,vnm', '')
$$;
CREATE FUNCTION place_asked() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_object_agg(name, country)
      FROM public.place_countries(), string_to_table(country || ',' || names, ',') name WHERE name <> ''
$$;
CREATE FUNCTION place_stored() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.place_asked()
        || (SELECT jsonb_object_agg(code, country) FROM public.place_countries(), string_to_table(codes, ',') code WHERE code <> '')
        || (SELECT jsonb_object_agg(part, part || ' ' || country) FROM public.place_countries(), string_to_table(parts, ',') part
             WHERE part <> '')
$$;

-- A place's name, or part of it, as it is compared.
CREATE FUNCTION place_folded(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    t text := name;
BEGIN
    IF t ~ '[^\u0001-\u007f]' THEN t := public.unaccent('public.unaccent', normalize(t, NFKC)); END IF;
    t := regexp_replace(lower(t), '[''`.\u00ad\u200b\u2060\ufeff]', '', 'g');
    RETURN btrim(regexp_replace(regexp_replace(t, '[\s,;()-]+', ' ', 'g'), ' ?/ ?', '/', 'g'), ' ');
END $$;

-- The same with countries under one name.
CREATE FUNCTION place_usual(name text, named jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(string_agg(coalesce(named ->> public.place_folded(part), public.place_folded(part)), ' ' ORDER BY at), ' ')
      FROM string_to_table(name, ',') WITH ORDINALITY parts (part, at) WHERE public.place_folded(part) <> ''
$$;

-- What a place is found by: its name, and its name with the usual names of countries, between blanks.
CREATE FUNCTION place_text(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT concat(' ', public.place_folded(name), ' | ',
                  public.place_usual(name, public.place_stored()), ' ')
$$;

-- The LIKE pattern of what somebody asks for: part of a name, or a country by itself, as a whole word. Null for signs alone,
-- which name no place.
CREATE FUNCTION place_pattern(asked text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    usual text := coalesce(public.place_usual(asked, public.place_asked()), '');
    part  text := regexp_replace(usual, '([\\%_])', '\\\1', 'g');
BEGIN
    IF usual = '' THEN RETURN CASE WHEN btrim(asked) = '' THEN '%' END; END IF;
    IF public.place_asked() ? usual THEN RETURN '% ' || part || ' %'; END IF;
    RETURN '%' || part || '%';
END $$;

ALTER TABLE locations ADD COLUMN found_by text NOT NULL GENERATED ALWAYS AS (place_text(name)) STORED;
DROP INDEX locations_part;
CREATE INDEX locations_part ON locations USING gin (found_by gin_trgm_ops);
