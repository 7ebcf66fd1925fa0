// Coming in from the company's own product: an administrator makes a connection and tries a token, a customer arrives with one
// and is in their account, and the same token opens nothing twice. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as a product would make it, signed by `signer`, which takes the text and gives the signature. */
function token(alg, claims, signer) {
  const now = Math.floor(Date.now() / 1000);
  const all = { iat: now, exp: now + 120, jti: randomUUID(), ...claims };
  const text = `${encode({ alg, typ: 'JWT' })}.${encode(all)}`;
  return `${text}.${signer(text).toString('base64url')}`;
}

describe('signing in from elsewhere', () => {
  const on = stage();

  on.everyWay(({ js, width, as }) => {
    const way = `${js ? 'scripted' : 'plain'}-${width}`;
    const name = `Basecamp ${way}`;
    const issuer = `https://${way}.example`;
    const main = (page) => page.getByRole('main');
    const pair = generateKeyPairSync('ed25519');
    const claims = (subject, over = {}) => ({ iss: issuer, aud: on.app.origin, sub: subject, name: `Ines ${way}`, account: { id: way, name: `Fjellskolen ${way}` }, ...over });
    const eddsa = (own) => token('EdDSA', own, (text) => sign(null, Buffer.from(text), pair.privateKey));
    const arrive = (own) => `/sign-in/token?${new URLSearchParams({ token: own, return: '/help' })}`;
    let place;

    it('a connection with a private key comes back, and is made with the public one', () =>
      as('administrator', async (page) => {
        await page.goto('/admin/sign-in');
        await main(page).getByRole('link', { name: 'New connection' }).click();
        await page.locator('#algorithm-EdDSA').check();
        await page.locator('#name').fill(name);
        await page.locator('#issuer').fill(issuer);
        assert.equal(await page.locator('#audience').inputValue(), on.app.origin);
        await page.locator('#login_url').fill(`${on.app.origin.replace('127.0.0.1', 'localhost')}/elsewhere`);
        await page.locator('#makes_accounts').check();
        await page.locator('#key').fill(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
        assert.deepEqual(await overflowing(page), []);
        await main(page).locator('.form-acts button').click();
        await page.locator('.error-summary a[href="#key"]').waitFor();
        assert.equal(await page.locator('#key').inputValue(), '', 'a private key is not shown again');
        await page.locator('#key').fill(pair.publicKey.export({ type: 'spki', format: 'pem' }));
        await main(page).locator('.form-acts button').click();
        await page.getByText('The connection is made.').waitFor();
        place = new URL(page.url()).pathname;
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a token is tried, and every check is told', () =>
      as('administrator', async (page) => {
        await page.goto(place);
        await main(page).getByRole('link', { name: 'Try a token' }).click();
        await page.locator('#token').fill(eddsa(claims('1')));
        await main(page).locator('.form-acts button').click();
        await page.locator('#verdict', { hasText: 'switched off' }).waitFor();
        await page.locator('#checks tr', { hasText: 'Signature' }).getByText('Right').waitFor();
        await page.locator('#checks tr', { hasText: 'Account' }).getByText('it is made').waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.goto(place);
        await main(page).locator('button', { hasText: 'Switch on' }).click();
        await page.getByText('The connection is on.').waitFor();
      }));

    it('a customer arrives, is in their account, and the token is worth nothing any more', () =>
      as('visitor', async (page) => {
        await page.goto('/signin');
        const link = main(page).getByRole('link', { name: `Sign in with ${name}` });
        assert.match(await link.getAttribute('href'), /\/elsewhere\?return=%2F$/);
        assert.deepEqual(await overflowing(page), []);
        const own = eddsa(claims('1'));
        await page.goto(arrive(own));
        assert.equal(new URL(page.url()).pathname, '/help');
        assert.ok(!page.url().includes(own));
        await page.goto('/settings/data');
        await main(page).getByText(`Fjellskolen ${way}`).waitFor();
        await main(page).getByText('by sign-in').waitFor();
        await page.goto('/settings/sessions');
        await main(page).locator('[aria-labelledby=ways-h]').getByText(name).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.context().clearCookies();
        assert.equal((await page.goto(arrive(own))).status(), 403);
        await main(page).getByText('used already').waitFor();
        assert.ok(!(await page.content()).includes(own), 'no link of the page has the token');
        assert.deepEqual(await overflowing(page), []);
        await page.goto('/settings');
        assert.equal(new URL(page.url()).pathname, '/signin');
      }));

    it('a token signed with the public key as a secret, or for somebody of the staff, opens nothing', () =>
      as('visitor', async (page) => {
        const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
        const forged = token('HS256', claims('1'), (text) => createHmac('sha256', pem).update(text).digest());
        for (const own of [forged, eddsa(claims('2', { email: 'marte@halden.example', role: 'administrator' }))]) {
          assert.equal((await page.goto(arrive(own))).status(), 403);
          await page.goto('/settings');
          assert.equal(new URL(page.url()).pathname, '/signin');
        }
      }));

    it('the administrator reads why, and switches it off', () =>
      as('administrator', async (page) => {
        await page.goto(place);
        const refused = page.locator('section[aria-labelledby=refused-h]');
        await refused.getByText('The algorithm is not the connection’s').waitFor();
        await refused.getByText('It was used before').waitFor();
        assert.deepEqual(await overflowing(page), []);
        await main(page).locator('button', { hasText: 'Switch off' }).click();
        await page.getByText('The connection is off.').waitFor();
      }));
  });
});
