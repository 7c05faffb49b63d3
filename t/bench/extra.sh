# What measure.py leaves out: kept answers and writes. t/bench/run reads this in and calls `extra` with its boards up.

extra() {
    local jobs port entry boards_with_cache=() password
    password=$(openssl rand -hex 8)
    for entry in "${boards[@]}"; do
        jobs=${entry%%:*} port=$(free_port)
        forget_writes "$jobs"
        jobboard "$jobs" user add --username bench --email bench@example.com --role employer --password-stdin \
            <<<"$password" >/dev/null
        jobboard "$jobs" user add --username bench_admin --email bench_admin@example.com --role admin --password-stdin \
            <<<"$password" >/dev/null
        as_servers nginx/render "$room/$jobs/cached" listen="127.0.0.1:$port" fast="unix:$room/$jobs/fast.sock" \
            slow="unix:$room/$jobs/slow.sock" assets="$room/$jobs/assets" cache=on
        in_background "$room/$jobs/cached.log" nginx -p "$room/$jobs/cached" -e "$room/$jobs/cached/log/error.log" \
            -c "$room/$jobs/cached/nginx.conf" -g 'daemon off;'
        webs+=($!)
        curl --silent --output /dev/null --retry 20 --retry-all-errors --fail "http://127.0.0.1:$port/health/readiness/"
        boards_with_cache+=("$jobs:$port:${entry#*:*:}")
    done
    PASSWORD=$password TMPDIR=$room python3 t/bench/extra.py "$room" "$bin" "${boards_with_cache[@]}"
    for entry in "${boards[@]}"; do forget_writes "${entry%%:*}"; done
}

# The boards stay as they were made.
forget_writes() { # JOBS
    sql "board_$1" -c "DELETE FROM sessions USING users WHERE user_id = users.id AND username LIKE 'bench%'" \
        -c "DELETE FROM jobs USING users WHERE employer_id = users.id AND username = 'bench'" \
        -c "DELETE FROM users WHERE username = 'bench'" \
        -c "ALTER TABLE users DISABLE TRIGGER users_keep_an_admin_deleted" \
        -c "DELETE FROM users WHERE username = 'bench_admin'" \
        -c "ALTER TABLE users ENABLE TRIGGER users_keep_an_admin_deleted" -c 'VACUUM (ANALYZE) jobs, job_figures'
}
