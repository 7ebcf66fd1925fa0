// Signing in at a real OpenID provider: an administrator makes the connection and tests it, people come in by it, turn back
// there, and sign out on both sides. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { CLIENT, startProvider } from './support/openid.mjs';
import { stage } from './support/stage.mjs';

describe('signing in at an OpenID provider', () => {
  const on = stage({ env: { OPENID_TO_PRIVATE_NETWORKS: 'true' } });

  on.everyWay(({ js, width, as }) => {
    const way = `${js ? 'scripted' : 'plain'}-${width}`;
    const name = `Directory ${way}`;
    const main = (page) => page.getByRole('main');
    let provider;
    let place;

    before(async () => {
      provider = await startProvider(on.app.origin);
    });
    after(() => provider?.stop());

    /** Goes to the provider from the sign-in page. */
    async function leave(page, guard) {
      guard.allow(provider.issuer);
      await page.goto('/signin?return_to=%2Fhelp');
      assert.deepEqual(await overflowing(page), []);
      await main(page).getByRole('link', { name: `Sign in with ${name}` }).click();
      assert.equal(new URL(page.url()).origin, provider.issuer);
    }

    it('a connection is made, and its secret is seen no more', () =>
      as('administrator', async (page) => {
        await page.goto('/admin/sign-in');
        await main(page).getByRole('link', { name: 'New OpenID provider' }).click();
        assert.equal(await page.locator('#redirect').innerText(), `${on.app.origin}/sign-in/openid/callback`);
        await page.locator('#name').fill(name);
        await page.locator('#issuer').fill('directory.example');
        await page.locator('#audience').fill(CLIENT.id);
        await page.locator('#key').fill(CLIENT.secret);
        assert.deepEqual(await overflowing(page), []);
        await main(page).locator('.form-acts button').click();
        await page.locator('.error-summary a[href="#issuer"]').waitFor();
        assert.equal(await page.locator('#key').inputValue(), '', 'the secret does not come back');
        await page.locator('#issuer').fill(provider.issuer);
        await page.locator('#key').fill(CLIENT.secret);
        await main(page).locator('.form-acts button').click();
        await page.getByText('The provider is made.').waitFor();
        place = new URL(page.url()).pathname;
        assert.ok(!(await page.content()).includes(CLIENT.secret));
        assert.deepEqual(await overflowing(page), []);
      }));

    it('it is tested in plain words and switched on', () =>
      as('administrator', async (page) => {
        await page.goto(place);
        await main(page).getByRole('link', { name: 'Test this connection' }).click();
        await main(page).getByRole('button', { name: 'Ask the provider' }).click();
        await page.locator('#verdict', { hasText: 'everything' }).waitFor();
        await page.locator('#findings tr', { hasText: 'Proof key' }).getByText('S256').waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.goto(place);
        await main(page).locator('button', { hasText: 'Switch on' }).click();
        await page.getByText('The connection is on.').waitFor();
      }));

    it('somebody comes in by it, and signs out here and there', () =>
      as('visitor', async (page, guard) => {
        await leave(page, guard);
        await page.getByLabel('Name').fill(`ida-${way}`);
        await page.getByRole('button', { name: 'Enter' }).click();
        await page.waitForURL(`${on.app.origin}/help`);
        await page.goto('/settings/sessions');
        await main(page).locator('[aria-labelledby=ways-h]').getByText(name).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.goto('/help');
        // The button lies in a menu that needs no script.
        await page.evaluate(() => document.querySelector('form[action$="/signout"]').closest('details')?.setAttribute('open', ''));
        await page.locator('form[action$="/signout"] button').click();
        assert.equal(new URL(page.url()).pathname, '/signed-out');
        assert.deepEqual(await overflowing(page), []);
        await main(page).getByRole('link', { name: `Sign out at ${name}` }).click();
        await page.getByRole('button', { name: 'Sign me out' }).click();
        await page.waitForURL(`${on.app.origin}/signed-out*`);
        await leave(page, guard);
        await page.getByLabel('Name').waitFor();
      }));

    it('whoever turns back there is told so here, and is not in', () =>
      as('visitor', async (page, guard) => {
        await leave(page, guard);
        await page.getByRole('button', { name: 'Turn back' }).click();
        await main(page).getByText('you turned back').waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.goto('/settings');
        assert.equal(new URL(page.url()).pathname, '/signin');
      }));

    it('the administrator reads why, and switches it off', () =>
      as('administrator', async (page) => {
        await page.goto(place);
        await page.locator('section[aria-labelledby=refused-h]').getByText('access_denied').waitFor();
        assert.deepEqual(await overflowing(page), []);
        await main(page).locator('button', { hasText: 'Switch off' }).click();
        await page.getByText('The connection is off.').waitFor();
      }));
  });
});
