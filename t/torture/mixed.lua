-- wrk asks what people ask, at random: mostly reads, some mistakes, some writes. Arguments: a token, the id of a job and of
-- a category. Prints its figures as one line of JSON.
local token, job, category = "", "", ""

function init(arguments)
    token, job, category = arguments[1], arguments[2], arguments[3]
    math.randomseed(7)
end

local words = {"engineer", "nurse", "remote -senior", "\"head of\"", "c%2B%2B", "zzz"}
local reads = {
    function() return "/api/v1/jobs/?page=" .. math.random(20) end,
    function() return "/api/v1/jobs/" .. job .. "/" end,
    function() return "/api/v1/jobs/?search=" .. words[math.random(#words)]:gsub(" ", "%%20"):gsub('"', "%%22") end,
    function() return "/api/v1/jobs/?min_salary=" .. math.random(90000) .. "&ordering=-salary_max" end,
    function() return "/api/v1/categories/" end,
    function() return "/api/v1/jobs/featured/" end,
    function() return "/api/v1/auth/me/" end,
    function() return "/api/v1/jobs/" .. category .. "/" end, -- not found
    function() return "/api/v1/jobs/?page_size=lots" end,      -- not valid
    function() return "/api/v1/nothing/" .. math.random(1000000) .. "/" end,
}

function request()
    local dice, headers = math.random(), {["Authorization"] = "Bearer " .. token, ["User-Agent"] = "Browser " .. math.random(500)}
    if dice < 0.95 then
        if math.random() < 0.5 then headers["Authorization"] = nil end
        return wrk.format("GET", reads[math.random(#reads)](), headers)
    end
    headers["Content-Type"] = "application/json"
    if dice < 0.98 then return wrk.format("PATCH", "/api/v1/jobs/" .. job .. "/", headers, '{"title":"No ' .. math.random(1000) .. '"}') end
    return wrk.format("POST", "/api/v1/jobs/", headers, '{"title":""}') -- refused with all its faults
end

function done(summary)
    local e = summary.errors
    print(string.format('{"requests": %d, "seconds": %f, "failed": %d}', summary.requests, summary.duration / 1e6,
        e.connect + e.read + e.write + e.timeout))
end
