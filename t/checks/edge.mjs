#!/usr/bin/env node
// What nginx does by itself, with the configuration of nginx/render and stand-ins for the pools: its error bodies and
// headers, which pool a request goes to and over which kind of connection, and what a worker is told.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { request, send as sendTo } from "../edge/http.mjs";
import { pool } from "../edge/pool.mjs";

const dir = mkdtempSync(`${process.env.TEST_DIR ?? "/tmp"}/edge-`);
const socket = (name) => `unix:${dir}/${name}.sock`;
const send = (bytes) => sendTo(`${dir}/http.sock`, bytes);

const name = `00/${"0".repeat(32)}.jpg`;
const ours = ["https://app.example", "http://localhost:3000", "http://[::1]:3000"];

let failures = 0;
function report(what, faults) {
    console.log(`${faults.length ? "not ok" : "ok"} ${what}`);
    for (const fault of faults) console.log(`   ${fault}`);
    failures += faults.length ? 1 : 0;
}

// --- nginx ------------------------------------------------------------------------------------------------------

async function startNginx() {
    mkdirSync(`${dir}/assets`);
    mkdirSync(`${dir}/media/00`, { recursive: true });
    writeFileSync(`${dir}/media/${name}`, "a picture");
    writeFileSync(`${dir}/assets/file.js`, "//" + "x".repeat(3000));
    writeFileSync(`${dir}/slow.conf`, '"~ /api/(v1/)?auth/login/?$" slow;\n');
    execFileSync("nginx/render", [dir, `listen=${socket("http")}`, `fast=${socket("fast")}`, `slow=${socket("slow")}`,
        `assets=${dir}/assets`, `locations=${dir}/slow.conf`, "trust=unix:", "operator=10.0.0.0/8", "operator=unix:", "operator=2001:db8:77::/48",
        ...ours.map((origin) => `origin=${origin}`)]);
    const conf = readFileSync(`${dir}/nginx.conf`, "utf8");
    const site = `include ${dir}/inc/site.conf;`;
    writeFileSync(`${dir}/nginx.conf`, conf.replace(site, `${site} location = /wall-key { return 200 $wall_key; }`));
    const nginx = spawn("nginx", ["-p", dir, "-e", `${dir}/log/error.log`, "-c", `${dir}/nginx.conf`, "-g", "daemon off;"],
        { stdio: "inherit" });
    const answers = () => new Promise((tell) => {
        const probe = net.connect(`${dir}/http.sock`, () => (probe.destroy(), tell(true)));
        probe.on("error", () => setImmediate(tell, false));
    });
    for (const deadline = Date.now() + 10000; !(await answers());)
        if (nginx.exitCode !== null || Date.now() > deadline) throw new Error("nginx does not start");
    return nginx;
}

// --- Checks -----------------------------------------------------------------------------------------------------

const everywhere = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "cache-control": "no-store",
    "referrer-policy": "strict-origin-when-cross-origin", "content-type": "application/json; charset=utf-8",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

const ofThePool = { ...everywhere, "content-type": "application/json" };
const readable = "Accept-Ranges, Content-Disposition, Content-Range, RateLimit-Limit, RateLimit-Remaining, " +
    "RateLimit-Reset, Retry-After, X-Request-ID";

function headerFaults(answer, expected) {
    const faults = [];
    for (const [name, value] of Object.entries(expected))
        if (answer.headers[name]?.join(" AND ") !== value) faults.push(`${name} is ${answer.headers[name]}, not ${value}`);
    if (!/^[A-Za-z0-9._-]{8,64}$/.test(answer.headers["x-request-id"]?.join(" AND ")))
        faults.push(`X-Request-ID is ${answer.headers["x-request-id"]}`);
    return faults;
}

async function ownErrors() {
    const long = "a".repeat(40000);
    const cases = [
        [404, "not_found", request("GET", "/nowhere")],
        [404, "not_found", request("GET", "/apis")],
        [404, "not_found", request("GET", "/.problem")],
        [404, "not_found", request("GET", "/.slow")],
        [404, "not_found", request("GET", "/assets/")],
        [404, "not_found", request("GET", "/assets/../nginx.conf")],
        [404, "not_found", request("GET", "/assets../nginx.conf")],
        [405, "method_not_allowed", request("TRACE", "/api/v1/jobs/")],
        [405, "method_not_allowed", request("POST", "/assets/file.js", "", "x")],
        [400, "malformed", request("get", "/")],
        [400, "malformed", request("GET", "/%00")],
        [400, "malformed", request("GET", "/../..")],
        [400, "malformed", "\x16\x03\x01\r\n\r\n"],
        [400, "malformed", "GET / HTTP/1.1\r\n\r\n"],
        [400, "malformed", request("POST", "/api/v1/jobs/", "Transfer-Encoding: gzip\r\n")],
        [400, "malformed", request("POST", "/api/v1/jobs/", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")],
        [413, "body_too_large", request("POST", "/api/v1/jobs/", "Content-Length: 6291457\r\n")],
        [414, "uri_too_long", request("GET", `/${long}`)],
        [431, "headers_too_large", request("GET", "/", `X-Long: ${long}\r\n`)],
        [421, "unknown_host", "GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n"],
        [505, "http_version_not_supported", "GET / HTTP/9.0\r\nHost: localhost\r\n\r\n"],
        [404, "not_found", request("GET", "/status/", "X-Forwarded-For: 192.0.2.1\r\n")],
    ];
    for (const [status, code, bytes] of cases) {
        const answer = await send(bytes);
        const faults = headerFaults(answer, everywhere);
        if (answer.status !== status) faults.push(`the status is ${answer.status}`);
        if (status === 405 && !answer.headers.allow) faults.push("no Allow");
        try {
            const body = JSON.parse(answer.body);
            if (body.code !== code || !body.detail) faults.push(`the body is ${answer.body}`);
        } catch {
            faults.push(`the body is no JSON: ${answer.body.slice(0, 80)}`);
        }
        report(`${status} ${code}: ${JSON.stringify(bytes.slice(0, 60))}`, faults);
    }
}

const told = async (...given) => JSON.parse((await send(request(...given))).body);

async function routes() {
    const cases = [
        ["GET", "/api/v1/jobs/", "fast", 1], ["HEAD", "/api/v1/jobs", "fast", 1], ["GET", "/health/", "fast", 1],
        ["GET", "/health", "fast", 1], ["GET", "/status/", "fast", 1], ["GET", "/metrics", "fast", 1],
        ["POST", "/api/v1/jobs/", "fast", 0], ["BREW", "/api/v1/jobs/", "fast", 0], ["DELETE", "/api/v1/jobs/1/", "fast", 0],
        ["POST", "/api/v1/auth/login/", "slow", 0], ["POST", "/api/auth/login?next=%2f", "slow", 0],
    ];
    for (const [method, path, name, keep] of cases) {
        if (method === "HEAD") {
            const answer = await send(request(method, path));
            report("HEAD has headers only", answer.status === 200 && answer.body === "" ? [] : [JSON.stringify(answer)]);
            continue;
        }
        const seen = await told(method, path);
        const good = seen.pool === name && seen.keep === keep && seen.told.REQUEST_URI === path;
        report(`${method} ${path} goes to the ${name} pool, ${keep ? "kept" : "own"} connection`,
            good ? [] : [JSON.stringify(seen)]);
    }
    const [one, two] = [await told("GET", "/api/1"), await told("GET", "/api/2")];
    report("reads share a connection", one.connection === two.connection ? [] : [`${one.connection}, ${two.connection}`]);
}

async function workerIsTold() {
    const lies = "Proxy: evil\r\nForwarded: for=1.1.1.1\r\nX-Real-IP: 1.1.1.1\r\nX-Forwarded-Host: evil\r\n" +
        "X-Forwarded-Proto: https\r\nX-Forwarded-Port: 1\r\nX-Forwarded-For: 192.0.2.7\r\nAuthorization: Bearer x\r\n";
    const { told: seen } = await told("GET", "/api/%2e%2e/a%2fb?q=%00", lies);
    const expected = { REQUEST_URI: "/api/%2e%2e/a%2fb?q=%00", REMOTE_ADDR: "192.0.2.7", REQUEST_METHOD: "GET",
        REQUEST_SCHEME: "http", HTTP_AUTHORIZATION: "Bearer x" };
    // /api/%2e%2e/ leads out of /api/, so nginx itself answers; the worker sees a raw path that stays inside.
    const inside = (await told("GET", "/api/x/%2e%2e/a%2fb?q=%00", lies)).told;
    const faults = [];
    if (seen) faults.push("a path that leads out of /api/ reached a worker");
    expected.REQUEST_URI = "/api/x/%2e%2e/a%2fb?q=%00";
    for (const [name, value] of Object.entries(expected))
        if (inside[name] !== value) faults.push(`${name} is ${inside[name]}`);
    for (const name of Object.keys(inside))
        if (/^HTTP_(PROXY|FORWARDED|X_FORWARDED_.*|X_REAL_IP)$/.test(name) && inside[name] !== "")
            faults.push(`${name} is ${inside[name]}`);
    report("a worker gets the raw path and no header that claims an address", faults);
}

async function requestIds() {
    const sane = await send(request("GET", "/api/x/", "X-Request-ID: client.id-1\r\n"));
    const good = sane.headers["x-request-id"].join() === "client.id-1" &&
        JSON.parse(sane.body).told.HTTP_X_REQUEST_ID === "client.id-1";
    report("a sane X-Request-ID is kept", good ? [] : [JSON.stringify(sane)]);
    for (const bad of ["short", "a b c d e f g", "x".repeat(65), 'quote"quote"']) {
        const answer = await send(request("GET", "/api/x/", `X-Request-ID: ${bad}\r\n`));
        const id = answer.headers["x-request-id"].join();
        const inside = JSON.parse(answer.body).told.HTTP_X_REQUEST_ID;
        report(`X-Request-ID ${bad.slice(0, 20)} is replaced`, id === inside && /^[0-9a-f]{32}$/.test(id) ? [] : [id, inside]);
    }
}

async function headersAreSentOnce() {
    const bare = await send(request("GET", "/api/bare/"));
    report("an answer without headers of its own gets ours", headerFaults(bare, ofThePool));
    const own = await send(request("GET", "/api/own/"));
    const faults = headerFaults(own, { ...ofThePool, "cache-control": "private" });
    if (own.headers["x-request-id"].join() === "mine-mine") faults.push("the worker's X-Request-ID came through");
    report("the program's Cache-Control is kept, and sent once", faults);
    const file = await send(request("GET", "/assets/file.js", "Accept-Encoding: gzip\r\n"));
    const { "content-type": type, "cache-control": cache } = file.headers;
    const good = file.status === 200 && /^application\/javascript/.test(type) && cache.join() === "public, max-age=86400" &&
        file.headers["content-encoding"].join() === "gzip";
    report("assets are cached and compressed", good ? [] : [JSON.stringify(file.headers)]);
}

async function crashes() {
    // Three kept connections that close together, just as a read is written to one of them.
    await Promise.all([1, 2, 3].map((i) => send(request("GET", `/api/crowd/${i}`))));
    const get = await send(request("GET", "/api/die/get"));
    report("a read whose worker dies is tried again", get.status === 200 ? [] : [`the status is ${get.status}`]);
    const post = await send(request("POST", "/api/die/post", "", "{}"));
    report("a POST whose worker dies is not repeated", post.status === 502 ? [] : [`the status is ${post.status}`]);
    report("502 is JSON and says when to retry", [...headerFaults(post, { ...everywhere, "retry-after": "1" }),
        ...(JSON.parse(post.body).code === "bad_gateway" ? [] : [post.body])]);
}

// The answer's permissions for a page of another origin; the program's are not nginx's business.
function permissions(answer) {
    const names = Object.keys(answer.headers).filter((name) => name.startsWith("access-control-")).sort();
    return names.map((name) => `${name}: ${answer.headers[name].join(" AND ")}`).join("; ");
}

async function origins() {
    const strangers = ["https://evil.example", "http://app.example", "https://appxexample", "https://APP.example",
        "https://app.example.evil.example", "https://app.example:8443", "https://xapp.example", "https://app.example/",
        "https://app.example, http://localhost:3000", "https://app.example http://localhost:3000", "null", "*", ""];
    let deaths = 0;
    const errors = {
        400: (more) => request("POST", "/api/v1/jobs/", `Transfer-Encoding: chunked\r\nContent-Length: 1\r\n${more}`),
        404: (more) => request("GET", "/nowhere", more), 405: (more) => request("TRACE", "/api/v1/jobs/", more),
        413: (more) => request("POST", "/api/v1/jobs/", `${more}Content-Length: 6291457\r\n`),
        421: (more) => `GET / HTTP/1.1\r\nHost: elsewhere.example\r\n${more}\r\n`,
        431: (more) => request("GET", "/", `${more}X-Long: ${"a".repeat(40000)}\r\n`),
        502: (more) => request("POST", `/api/die/${++deaths}`, more, "{}"),
    };
    for (const [status, asked] of Object.entries(errors)) {
        const faults = [];
        const check = async (origin, expected) => {
            const answer = await send(asked(origin === null ? "" : `Origin: ${origin}\r\n`));
            if (answer.status !== Number(status)) faults.push(`the status is ${answer.status}`);
            if (answer.headers.vary?.join() !== "Origin") faults.push(`Vary is ${answer.headers.vary}`);
            if (permissions(answer) !== expected) faults.push(`${origin} gets "${permissions(answer)}"`);
        };
        for (const origin of ours)
            await check(origin, `access-control-allow-credentials: true; access-control-allow-origin: ${origin}; ` +
                `access-control-expose-headers: ${readable}`);
        for (const origin of [...strangers, null]) await check(origin, "");
        report(`pages of listed origins may read nginx's own ${status}, others not`, faults);
    }
    const faults = [];
    for (const path of ["/api/own/", "/api/v1/jobs/"]) {
        const answer = await send(request("GET", path, `Origin: ${ours[0]}\r\n`));
        if (permissions(answer)) faults.push(`${path}: ${permissions(answer)}`);
    }
    report("the program's answers get no permissions from nginx", faults);
}

async function wall() {
    const from = (address) =>
        send(request("GET", "/api/x/", `X-Forwarded-For: ${address}\r\nOrigin: ${ours[0]}\r\n`));
    const flood = async (address) => {
        const answers = await Promise.all(Array.from({ length: 400 }, () => from(address)));
        return answers.filter((answer) => answer.status === 429);
    };
    const refused = await flood("192.0.2.9");
    const faults = refused.length ? headerFaults(refused[0],
        { ...everywhere, "retry-after": "1", "ratelimit-limit": "100", "ratelimit-remaining": "0", "ratelimit-reset": "1", "access-control-allow-origin": ours[0], vary: "Origin" }) : ["no 429"];
    report("a flood from one address meets the wall", faults);
    report("another address does not", (await from("192.0.2.10")).status === 200 ? [] : ["it does"]);
    report("nor does this machine", (await flood("127.0.0.1")).length === 0 ? [] : ["it does"]);
    // Whom nginx takes for the same client, by the key it counts under.
    const key = async (address) => Buffer.from((await send(request("GET", "/wall-key", `X-Forwarded-For: ${address}\r\n`))).body,
        "latin1").toString("hex");
    const check = async (what, one, other, good) => {
        const keys = [await key(one), await key(other)];
        report(`${one} and ${other} count as ${what}`, keys[0] && good(...keys) ? [] : keys);
    };
    for (const [one, other] of [["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], ["2001:db8::1", "2001:db8:0:0:9::7"],
        ["2001:db8:a::1", "2001:db8:a::9"], ["2001:db8:b:0:1::", "2001:db8:b::2:0:0:1"], ["64:ff9b:1::5", "64:ff9b:1:0:1:2:3:4"],
        ["192.0.2.33", "::ffff:192.0.2.33"], ["::ffff:c000:221", "192.0.2.33"], ["2001:DB8:C:1::1", "2001:db8:c:1::2"],
        ["2001:db8:0a0a:0a0a::1", "2001:db8:a0a:a0a::2"]])
        await check("one client", one, other, (a, b) => a === b);
    for (const [one, other] of [["2001:db8:d:1::1", "2001:db8:d:2::1"], ["::ffff:192.0.2.41", "::ffff:192.0.2.42"],
        ["2001:db8:e::1", "2001:db8:e:1::1"], ["192.0.2.1", "192.0.2.2"], ["::1:2", "::ffff:0.1.0.2"], ["::ffff:a00:1", "::a00:1"]])
        await check("two", one, other, (a, b) => a !== b);
    report("this machine is not limited as ::ffff:127.0.0.1", (await flood("::ffff:127.0.0.1")).length ? ["it is"] : []);
}

async function preflights() {
    const ask = (target, origin = ours[0], method = "PUT") => send(request("OPTIONS", target,
        `Origin: ${origin}\r\nAccess-Control-Request-Method: ${method}\r\n`));
    for (const path of ["/nowhere", "/media/", "/media/00/x.jpg", "/assets/file.js", "/assets/none", "/.problem", "/status/x"]) {
        const answer = await ask(path);
        const faults = answer.status === 204 ? [] : [`the status is ${answer.status}`];
        for (const [name, value] of [["access-control-allow-origin", ours[0]], ["access-control-max-age", "600"],
            ["access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"], ["vary", "Origin"]])
            if (answer.headers[name]?.join(" AND ") !== value) faults.push(`${name} is ${answer.headers[name]}`);
        if (!/X-API-Key, X-CSRFToken/.test(answer.headers["access-control-allow-headers"])) faults.push("no X-API-Key");
        report(`a preflight of a known origin is answered at ${path}`, faults);
    }
    const stranger = await ask("/nowhere", "https://evil.example");
    report("one of a stranger is not", stranger.status === 404 && !permissions(stranger) ? [] : [JSON.stringify(stranger)]);
    const passed = await ask("/api/v1/jobs/");
    report("where a pool answers, the pool is asked", JSON.parse(passed.body).pool === "fast" ? [] : [passed.body]);
}

async function pictures() {
    const path = `/media/${name}`;
    const faults = [];
    for (const [origin, allowed] of [[ours[0], ours[0]], ["https://evil.example", undefined]]) {
        const answer = await send(request("GET", path, `Origin: ${origin}\r\n`));
        if (answer.status !== 200 || answer.headers["access-control-allow-origin"]?.join() !== allowed ||
            answer.headers.vary?.join() !== "Origin") faults.push(JSON.stringify(answer.headers));
    }
    report("pictures may be read by pages of known origins", faults);
}

async function unknownHosts() {
    const ask = (method, target, host) => send(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    for (const host of ["10.0.0.5", "10.0.0.5:8080", "[2001:db8::5]", "elsewhere.example"]) {
        const faults = [];
        for (const path of ["/health/readiness/", "/health/", "/health", "/health/liveness/?x=1"]) {
            const answer = await ask("GET", path, host);
            if (answer.status !== 200 || JSON.parse(answer.body).pool !== "fast") faults.push(`${path}: ${answer.status}`);
        }
        for (const path of ["/", "/api/v1/jobs/", "/healthy", "/status/", "/metrics", "/admin/"]) {
            const answer = await ask("GET", path, host);
            if (answer.status !== 421) faults.push(`${path}: ${answer.status}`);
        }
        const post = await ask("POST", "/health/", host);
        if (post.status !== 405) faults.push(`POST: ${post.status}`);
        report(`${host} is told of health and of nothing else`, faults);
    }
}

async function operators() {
    for (const [address, status] of [["10.1.2.3", 200], ["127.0.0.1", 404], ["11.0.0.1", 404], ["2001:db8:77::5", 200]]) {
        const answer = await send(request("GET", "/status/", `X-Forwarded-For: ${address}\r\n`));
        report(`operators' pages are ${status} for ${address}`, answer.status === status ? [] : [`it is ${answer.status}`]);
    }
}

async function log() {
    await send(request("PATCH", "/nowhere/logged"));
    for (const path of ["/account/reset-password/?token=hush1", "/account/verify-email/%3Ftoken=x?token=hush2", "//account//undo-email/?hush3"])
        await send(request("GET", path));
    await send(request("GET", '/api/log"/?secret=hush', 'User-Agent: "quoted\\"\r\n'));
    const deadline = Date.now() + 5000;
    let lines = [];
    while (!lines.some((line) => line.includes("/api/log")) && Date.now() < deadline) {
        lines = readFileSync(`${dir}/log/access.log`, "latin1").split("\n").filter(Boolean);
        await new Promise(setImmediate);
    }
    const faults = [];
    for (const line of lines)
        try {
            JSON.parse(line);
        } catch {
            faults.push(line);
        }
    if (!lines.some((line) => line.includes("/api/log"))) faults.push("the request is not in the log");
    if (lines.some((line) => line.includes("hush"))) faults.push("the query is in the log");
    if (!lines.some((line) => line.includes('"method":"PATCH"') && line.includes("/nowhere/logged")))
        faults.push("a PATCH that met an error is not logged as one");
    if (lines.filter((line) => line.includes("/account/")).length !== 3) faults.push("a link is not in the log");
    report("the access log is JSON, without queries and secrets of links", faults);
}

const pools = await Promise.all(["fast", "slow"].map((name) => pool(name, `${dir}/${name}.sock`)));
const nginx = await startNginx();
try {
    for (const check of [ownErrors, routes, workerIsTold, requestIds, headersAreSentOnce, crashes, origins, preflights, pictures,
        unknownHosts, operators, wall, log]) await check();
} finally {
    nginx.kill("SIGTERM");
    for (const server of pools) server.close();
}
process.exit(failures ? 1 : 0);
