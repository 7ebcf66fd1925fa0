// A real OpenID provider for one test: people sign in by typing a name, or turn back. It is another site than the app's.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'groundswell', secret: 'the-client-secret-of-the-browser-tests' };

/** Starts a provider on 127.0.0.1 that knows the site at `origin`; `stop` ends it. Everybody's address is verified there. */
export async function startProvider(origin) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${server.address().port}`;
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${origin}/sign-in/openid/callback`],
        post_logout_redirect_uris: [`${origin}/signed-out`],
      },
    ],
    jwks: { keys: [{ ...key, kid: randomUUID(), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `${id} of the directory`, email: `${id}@directory.example`, email_verified: true }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: grant,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => void (ctx.body = page(`${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign me out</button>`)) },
    },
  });
  const protocol = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/interaction/')) return protocol(request, response);
    interact(provider, request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  return { issuer, stop: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

/** Nobody is asked whether the site may know them: their company has decided. */
async function grant(ctx) {
  const own = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
  own.addOIDCScope('openid email profile');
  await own.save();
  return own;
}

async function interact(provider, request, response) {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page('<form method="post"><label>Name <input name="name"></label><button name="act" value="in">Enter</button><button name="act" value="back">Turn back</button></form>'));
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const typed = new URLSearchParams(body);
  const refused = { error: 'access_denied', error_description: 'They turned back.' };
  const result = typed.get('act') === 'in' ? { login: { accountId: typed.get('name') } } : refused;
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function page(main) {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Directory</title></head><body><main>${main}</main></body></html>`;
}
