// Adds passkeys and signs in by them in Debian's chromium, whose authenticator is a virtual one, and says as "ok" lines
// what works. Browsers know a board of this machine as localhost.
//   node passkeys.js http://127.0.0.1:8080 USER PASSWORD
import { chromium } from "playwright-core";

const [address, username, password] = process.argv.slice(2);
const base = address.replace("127.0.0.1", "localhost");
const chromiumFlags = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
];
const authenticator = {
    protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    automaticPresenceSimulation: true,
};
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: chromiumFlags });
let good = true;

async function step(what, act) {
    const fault = await act().then((well) => (well ? "" : "no"), (error) => error.message.split("\n")[0]);
    console.log(`${fault ? "not ok" : "ok"} in a browser: ${what}`);
    if (fault) console.log(`   ${fault}`);
    good = good && !fault;
}

// A page of the board that may ask the API, with an authenticator, and the functions that a front end would have.
async function newPage() {
    const page = await (await browser.newContext()).newPage();
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options: authenticator });
    await page.goto(`${base}/api/docs/`);
    await page.evaluate(() => {
        window.call = async (method, path, body, token) => {
            const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
            const reply = await fetch(`/api/v1/auth/${path}`, { method, headers, body: body && JSON.stringify(body) });
            return { status: reply.status, json: reply.status === 204 ? null : await reply.json() };
        };
        window.add = async (token, name, change = (options) => options) => {
            const options = change((await call("POST", "passkeys/options/", {}, token)).json);
            const credential = await navigator.credentials.create(
                { publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
            return call("POST", "passkeys/", { name, credential: credential.toJSON() }, token);
        };
        window.signIn = async () => {
            const options = (await call("POST", "login/passkey/options/", {})).json;
            const credential = await navigator.credentials.get(
                { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
            return call("POST", "login/passkey/", { credential: credential.toJSON() });
        };
    });
    return { page, session, authenticatorId };
}

const { page, session, authenticatorId } = await newPage();
const token = await page.evaluate(async ({ username, password }) =>
    (await call("POST", "login/", { username, password })).json.access, { username, password });
const held = async () =>
    (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
const forget = async () => session.send("WebAuthn.clearCredentials", { authenticatorId });

await step("a passkey is added and shown", () => page.evaluate(async (token) => {
    const added = await add(token, "This browser");
    const list = (await call("GET", "passkeys/", undefined, token)).json;
    return added.status === 201 && list.count === 1 && list.results[0].name === "This browser";
}, token));
await step("one signs in by it without a user name, as often as one likes", () => page.evaluate(async (username) => {
    const replies = [await signIn(), await signIn()];
    return replies.every(({ status, json }) => status === 200 && json.user.username === username && json.access);
}, username));
await step("its signatures are counted", async () => (await held())[0].signCount >= 3);
await step("no authenticator makes a second one for an account", () => page.evaluate((token) =>
    add(token, "Again").then(() => false, (error) => error.name === "InvalidStateError"), token));
for (const [algorithm, number] of [["ECDSA", -7], ["RSA", -257]])
    await step(`a key of ${algorithm} that its maker attests signs in`, async () => {
        await forget();
        return page.evaluate(async ({ token, number }) => {
            const added = await add(token, `Key ${number}`, (options) => ({
                ...options, attestation: "direct", pubKeyCredParams: [{ type: "public-key", alg: number }],
            }));
            return added.status === 201 && (await signIn()).status === 200;
        }, { token, number });
    });
await step("a passkey that was removed signs nobody in", () => page.evaluate(async (token) => {
    const before = (await signIn()).status;
    for (const { id } of (await call("GET", "passkeys/", undefined, token)).json.results)
        await call("DELETE", `passkeys/${id}/`, {}, token);
    const after = await signIn();
    return before === 200 && after.status === 401 && after.json.code === "invalid_credentials";
}, token));

await browser.close();
process.exit(good ? 0 : 1);
