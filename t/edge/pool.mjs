// A stand-in for a pool of workers, speaking just enough FastCGI to tell what nginx sends.
import net from "node:net";

// Name-value pairs of FastCGI; lengths of 128 and more take four bytes.
function pairs(bytes) {
    const found = {};
    let at = 0;
    const length = () => (bytes[at] < 128 ? bytes[at++] : ((at += 4), bytes.readUInt32BE(at - 4) & 0x7fffffff));
    while (at < bytes.length) {
        const [name, value] = [length(), length()];
        found[bytes.toString("latin1", at, at + name)] = bytes.toString("latin1", at + name, at + name + value);
        at += name + value;
    }
    return found;
}

function record(type, content) {
    const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
    return Buffer.concat([head, content]);
}

// A pool that listens on the unix socket `path`. It answers every request with JSON of its name, of what it was told, over
// which connection, and whether that is to be kept. It answers /api/crowd/… when three such requests have come. At /api/die/…
// it dies instead, once for each path: a worker's end closes all its connections.
export function pool(name, path) {
    const died = new Set(), open = new Set(), crowd = [];
    let connections = 0;
    const server = net.createServer((peer) => {
        let buffer = Buffer.alloc(0), params = [], keep = 0;
        const connection = ++connections;
        open.add(peer);
        peer.on("close", () => open.delete(peer));
        peer.on("error", () => {});
        peer.on("data", (data) => {
            buffer = Buffer.concat([buffer, data]);
            while (buffer.length >= 8) {
                const length = buffer.readUInt16BE(4), end = 8 + length + buffer[6];
                if (buffer.length < end) return;
                const type = buffer[1], content = buffer.subarray(8, 8 + length);
                buffer = buffer.subarray(end);
                if (type === 1) keep = content[2] & 1;
                if (type === 4) params.push(content);
                if (type !== 5 || length > 0) continue;
                receive(peer, pairs(Buffer.concat(params)), keep, connection);
                params = [];
            }
        });
    });
    function receive(peer, told, keep, connection) {
        const uri = told.REQUEST_URI;
        if (uri.startsWith("/api/die/") && !died.has(uri)) {
            died.add(uri);
            for (const each of [peer, ...open]) each.destroy();
        } else if (uri.startsWith("/api/crowd/")) {
            crowd.push(() => answer(peer, told, keep, connection));
            if (crowd.length === 3) for (const waiting of crowd.splice(0)) waiting();
        } else {
            answer(peer, told, keep, connection);
        }
    }
    function answer(peer, told, keep, connection) {
        const uri = told.REQUEST_URI;
        const body = JSON.stringify({ pool: name, keep, connection, told });
        const own = uri.startsWith("/api/own/") ? "Cache-Control: private\r\nX-Request-ID: mine-mine\r\n" : "";
        const head = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n${own}\r\n`;
        peer.write(record(6, Buffer.from(head + body)));
        peer.write(record(3, Buffer.alloc(8)));
        if (!keep) peer.end();
    }
    return new Promise((ready) => server.listen(path, () => ready(server)));
}
