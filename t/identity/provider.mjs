// A certified provider of OpenID Connect, at which whoever comes is signed in as the person whom the header X-Person
// names. What it must know of its client it is told; it prints its port.   provider.mjs http CLIENT SECRET REDIRECT-URI
import http from 'node:http';
import Provider from 'oidc-provider';

const [, client_id, client_secret, redirect_uri] = process.argv.slice(2);
console.warn = console.info = () => {}; // that this is for tests alone, it says itself
const server = http.createServer((request, response) => receive(request, response));
server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    receive = begin(`http://127.0.0.1:${port}`);
    console.log(port);
});
let receive = (_, response) => response.writeHead(503).end();

function begin(issuer) {
    const provider = new Provider(issuer, {
        clients: [{ client_id, client_secret, redirect_uris: [redirect_uri], token_endpoint_auth_method: 'client_secret_basic' }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
        features: { devInteractions: { enabled: false } },
        pkce: { required: () => true, methods: ['S256'] },
        findAccount: (_, id) => ({
            accountId: id,
            claims: () => ({ sub: id, email: `${id}@provider.example`, email_verified: true, given_name: 'Pat', family_name: id }),
        }),
    });
    const handle = provider.callback();
    return (request, response) => {
        request.headers.host = new URL(issuer).host; // whatever the test's client calls it
        if (!request.url.startsWith('/interaction/')) return handle(request, response);
        signIn(provider, request, response).catch((error) => response.writeHead(500).end(String(error)));
    };
}

// What people do on the provider's pages: they say who they are, and that the board may know it.
async function signIn(provider, request, response) {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login')
        return provider.interactionFinished(request, response, { login: { accountId: request.headers['x-person'] } });
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}
