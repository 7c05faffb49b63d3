-- wrk asks for random lines of the file named by its first argument; with a second one as that User-Agent, and each time
-- from another address. It prints its figures as one line of JSON.
local paths, agent, number = {}, nil, math.random(0, 0xffff) * 256

function init(arguments)
    for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
    agent = arguments[2]
    math.randomseed(os.time())
end

function request()
    number = number + 1
    local headers = agent and {["User-Agent"] = string.format(agent, number), ["X-Forwarded-For"] =
        string.format("10.%d.%d.%d", math.floor(number / 65536) % 256, math.floor(number / 256) % 256, number % 256)}
    return wrk.format("GET", paths[math.random(#paths)], headers or wrk.headers)
end

function done(summary, latency)
    local e = summary.errors
    print(string.format('{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        e.status + e.connect + e.read + e.write + e.timeout))
end
