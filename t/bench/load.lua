-- wrk asks for random lines of the file named by its argument, and prints its figures as one line of JSON.
local paths = {}

function init(arguments)
    for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
    math.randomseed(os.time())
end

function request()
    return wrk.format("GET", paths[math.random(#paths)])
end

function done(summary, latency)
    local e = summary.errors
    print(string.format('{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        e.status + e.connect + e.read + e.write + e.timeout))
end
