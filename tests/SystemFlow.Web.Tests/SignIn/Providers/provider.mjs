// A real OpenID provider for tests: oidc-provider on a free port of this machine, with one client. Who signs in, and what
// the provider says of them, is what the test posts to its form. It ends when its standard input does.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const { port = 0, clientId, clientSecret, redirectUri, afterSignOut } = JSON.parse(process.argv[2]);
const people = new Map();
const server = createServer((request, response) => answer(request, response));
await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

// As PEM first: Node.js 20 stands still for good where it collects what made a key while that key is being exported.
const { privateKey: pem } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

const provider = new Provider(issuer, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [afterSignOut],
    token_endpoint_auth_method: 'client_secret_post',
  }],
  acrValues: ['AAL2', 'AAL3'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  // Keys of its own at each start: started again on its port, it has changed them.
  jwks: { keys: [{ ...createPrivateKey(pem).export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
  cookies: { keys: ['for tests only'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => people.get(id) }),
  // This provider asks nobody whether its only client may know who they are.
  loadExistingGrant: async ctx => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});
const rest = provider.callback();

async function answer(request, response) {
  if (!request.url.startsWith('/interaction/')) return rest(request, response);
  if (request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html');
    return response.end(`<form method="post" action="${request.url}"></form>`);
  }

  let body = '';
  for await (const chunk of request) body += chunk;
  const { acr, amr, cancels, email_verified, ...person } = Object.fromEntries(new URLSearchParams(body));
  if (email_verified) person.email_verified = email_verified === 'true';
  people.set(person.sub, person);
  const result = cancels
    ? { error: 'access_denied', error_description: 'The person went back.' }
    : { login: { accountId: person.sub, acr, amr: amr?.split(' ') } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

console.log(`Listening on ${issuer}`);
process.stdin.on('end', () => process.exit()).resume();
