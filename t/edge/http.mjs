// A client that can send what no decent one would.
import net from "node:net";

// Sends bytes as they are to the unix socket `path` and parses the answer. Each header is a list, so that one sent twice
// shows.
export function send(path, bytes) {
    return new Promise((done, fail) => {
        let text = "";
        const peer = net.connect(path, () => peer.write(bytes));
        peer.setTimeout(10000, () => peer.destroy(new Error("no answer within 10 s")));
        const parse = () => {
            const [head, ...rest] = text.split("\r\n\r\n");
            const [line, ...fields] = head.split("\r\n");
            const headers = {};
            for (const field of fields) {
                const colon = field.indexOf(":");
                (headers[field.slice(0, colon).toLowerCase()] ??= []).push(field.slice(colon + 2));
            }
            done({ status: Number(line.split(" ")[1]), headers, body: rest.join("\r\n\r\n") });
        };
        peer.on("data", (data) => {
            text += data.toString("latin1");
            const length = /\r\ncontent-length: (\d+)/i.exec(text);
            const end = text.indexOf("\r\n\r\n");
            if (length && end > 0 && text.length >= end + 4 + Number(length[1])) parse(), peer.destroy();
        });
        peer.on("end", parse);
        peer.on("error", fail);
    });
}

export const request = (method, target, headers = "", body = "") =>
    `${method} ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}` +
    `${body && `Content-Length: ${body.length}\r\n`}\r\n${body}`;
