-- wrk signs in again and again, with the body that its argument is, and prints its figures as one line of JSON.
function init(arguments)
    wrk.method = "POST"
    wrk.body = arguments[1]
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    return wrk.format(nil, "/api/v1/auth/login/")
end

function done(summary)
    local e = summary.errors
    print(string.format('{"requests": %d, "seconds": %f, "failed": %d}', summary.requests, summary.duration / 1e6,
        e.status + e.connect + e.read + e.write + e.timeout))
end
