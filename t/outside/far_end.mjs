// A server somewhere else, with every manner that one may have. Prints its port.
//   far_end.mjs http|https|http2|https2 [CERTIFICATE KEY]
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { readFileSync } from 'node:fs';

const [kind, certificate, key] = process.argv.slice(2);
const secure = certificate && { cert: readFileSync(certificate), key: readFileSync(key), allowHTTP1: false };
let requests = 0, connections = 0;

// Tells the caller what came, and as which request of which connection.
function echo(request, response, body) {
    const { method, url, headers } = request;
    response.writeHead(200, { 'X-Number': String(++requests), 'X-Connections': String(connections) });
    response.end(JSON.stringify({ method, url, headers, body }));
}

function endless(response) {
    const more = () => { while (!response.destroyed && response.write('x'.repeat(16384))); };
    response.writeHead(200);
    response.on('drain', more).on('error', () => {});
    more();
}

function answer(request, response, body) {
    const [, manner, argument] = request.url.split('/');
    if (manner === 'redirect') return response.writeHead(302, { Location: '/echo' }).end();
    if (manner === 'status') return response.writeHead(Number(argument)).end('as asked');
    if (manner === 'bytes') return response.writeHead(200).end('x'.repeat(Number(argument)));
    if (manner === 'endless') return endless(response);
    if (manner === 'silent') return;
    if (manner === 'stalls') return response.writeHead(200).write('half');
    if (manner === 'hangs-up') return request.socket.destroy();
    if (manner === 'babbles') return request.socket.end('what?\r\n\r\n');
    echo(request, response, body);
}

function receive(request, response) {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => { body += part; });
    request.on('end', () => answer(request, response, body));
}

const make = { http: http.createServer, https: https.createServer, http2: http2.createServer,
    https2: http2.createSecureServer };
const server = make[kind](secure || {}, receive);
server.on(secure ? 'secureConnection' : 'connection', () => { connections++; });
server.on('tlsClientError', () => {}).on('sessionError', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
