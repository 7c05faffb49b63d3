// Push services as strict as the real ones about who calls: Web Push and FCM at http, APNs at http2 or https2.
// Prints its port.   push_end.mjs KIND [CERTIFICATE KEY] PUBLIC-KEY
import crypto from 'node:crypto';
import http from 'node:http';
import http2 from 'node:http2';
import { readFileSync } from 'node:fs';

const [kind, ...files] = process.argv.slice(2);
const trusted = crypto.createPublicKey(readFileSync(files.pop()));
const [certificate, key] = files;
const at = () => Math.floor(Date.now() / 1000);
const seen = new Set();
let signIns = 0, access = null;

// The claims of a token that the key has signed by that algorithm.
function claims(token, algorithm, publicKey = trusted) {
    const [header, body, signature] = token.split('.');
    const head = JSON.parse(Buffer.from(header, 'base64url'));
    if (head.alg !== algorithm || head.typ !== 'JWT') throw new Error('algorithm');
    const verified = crypto.verify('sha256', Buffer.from(header + '.' + body), { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'));
    if (!verified) throw new Error('signature');
    return { ...head, ...JSON.parse(Buffer.from(body, 'base64url')) };
}

function point(k) {
    const bytes = Buffer.from(k, 'base64url');
    const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33)].map((part) => part.toString('base64url'));
    return crypto.createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}

function browser(request, body) {
    const [, token, k] = request.headers.authorization.match(/^vapid t=([^, ]+), k=([\w-]{87})$/);
    const { aud, exp, sub } = claims(token, 'ES256', point(k));
    if (aud !== 'http://' + request.headers.host || exp < at() || exp > at() + 86400) return [403, 'claims'];
    if (sub !== 'mailto:ops@example.org') return [403, 'subject'];
    if (request.headers['content-encoding'] !== 'aes128gcm' || !('ttl' in request.headers)) return [400, 'headers'];
    if (body.length < 104 || body.readUInt32BE(16) !== 4096 || body[20] !== 65) return [400, 'body'];
    return [Number(request.url.split('/')[2]), 'as asked'];
}

function signIn(request, body) {
    const form = new URLSearchParams(body.toString());
    const { iss, aud, scope, iat, exp, kid } = claims(form.get('assertion'), 'RS256');
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return [400, 'grant_type'];
    if (aud !== `http://${request.headers.host}/token` || !scope.endsWith('/auth/firebase.messaging')) return [400, 'claims'];
    if (iss !== 'pusher@example.iam.gserviceaccount.com' || kid !== 'key-1') return [401, 'who?'];
    if (Math.abs(iat - at()) > 60 || exp - iat > 3600) return [400, 'times'];
    access = `access-${++signIns}`;
    return [200, JSON.stringify({ access_token: access, expires_in: 3599, token_type: 'Bearer' })];
}

function android(request, body) {
    if (request.headers.authorization !== `Bearer ${access}`) return [401, '{"error":{"status":"UNAUTHENTICATED"}}'];
    const { message: { token, notification, data, android: options } } = JSON.parse(body);
    if (notification.title !== 'Title' || notification.body !== 'Böd"y' || data.url !== '/x') return [400, 'message'];
    if (options.notification.tag !== data.id) return [400, 'tag'];
    if (token === 'gone') return [404, '{"error":{"details":[{"errorCode": "UNREGISTERED"}]}}'];
    if (token === 'forgets') access = null;
    const status = { good: 200, forgets: 200, nowhere: 404, bad: 400, busy: 429, ill: 503 }[token];
    return [status, `signed in ${signIns} times`];
}

function apple(request, body) {
    const token = request.headers.authorization.replace(/^bearer /, '');
    const { iss, iat, kid } = claims(token, 'ES256');
    if (iss !== 'TEAM567890' || kid !== 'KEY4567890' || Math.abs(iat - at()) > 60) return [403, '{"reason":"InvalidProviderToken"}'];
    if (request.headers['apns-topic'] !== 'org.example.jobs') return [400, '{"reason":"BadTopic"}'];
    const { aps: { alert }, url } = JSON.parse(body);
    if (alert.title !== 'Title' || alert.body !== 'Böd"y' || url !== '/x') return [400, '{"reason":"BadPayload"}'];
    seen.add(token);
    const [status, reason] = { dead: [410, 'Unregistered'], bad0: [400, 'BadDeviceToken'], bad1: [400, 'DeviceTokenNotForTopic'],
        bad2: [400, 'PayloadEmpty'], exp1: [403, 'ExpiredProviderToken'], inv1: [403, 'InvalidProviderToken'],
        busy: [429, 'TooManyRequests'], ill0: [503, 'ServiceUnavailable'] }[request.url.split('/')[3]] || [200, ''];
    return [status, JSON.stringify({ reason, tokens: seen.size })];
}

function answer(request, body) {
    if (request.method !== 'POST') return [405, ''];
    if (request.url.startsWith('/push/')) return browser(request, body);
    if (request.url === '/token') return signIn(request, body);
    if (request.url === '/v1/projects/a-project/messages:send') return android(request, body);
    return request.url.startsWith('/3/device/') ? apple(request, body) : [404, 'no such service'];
}

function receive(request, response) {
    const parts = [];
    request.on('data', (part) => parts.push(part)).on('end', () => {
        let out;
        try { out = answer(request, Buffer.concat(parts)); } catch (error) { out = [400, String(error)]; }
        response.writeHead(out[0]).end(out[1]);
    });
}

const server = kind === 'http' ? http.createServer(receive) : http2.createSecureServer(
    { cert: readFileSync(certificate), key: readFileSync(key) }, receive);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
