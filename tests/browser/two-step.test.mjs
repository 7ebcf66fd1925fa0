// The second step of signing in: set up with an app, asked for at the next sign-in, passed with a recovery code, required of staff,
// and turned off. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

/** The code that an app shows now for a secret (RFC 6238). */
function appCode(secret) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const value = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, '0');
}

describe('two-step sign-in', () => {
  const on = stage();

  // So many codes may be typed in an hour that each way cannot try wrong ones, too.
  let isFirst = true;

  on.everyWay(({ as }) => {
    const main = (page) => page.getByRole('main');
    const path = (page) => new URL(page.url()).pathname;

    async function firstStep(page, role) {
      await page.goto(`/demo/signin/${role}`);
      await main(page).getByRole('button', { name: /sign in/i }).first().click();
    }

    /** Turns it on and gives the recovery codes. */
    async function setUp(page) {
      await page.goto('/settings/two-step');
      assert.deepEqual(await overflowing(page), []);
      await page.locator('#begin').click();
      await page.locator('svg.qr').waitFor();
      assert.deepEqual(await overflowing(page), []);
      const secret = await page.locator('#secret').innerText();
      if (isFirst) {
        isFirst = false;
        await page.locator('#code').fill('12');
        await main(page).getByRole('button', { name: 'Turn it on' }).click();
        await page.locator('.error-summary a[href="#code"]').waitFor();
        assert.equal(await page.locator('#secret').innerText(), secret, 'the same key is still there');
      }
      await page.locator('#code').fill(appCode(secret));
      await main(page).getByRole('button', { name: 'Turn it on' }).click();
      const codes = await page.locator('#codes code').allInnerTexts();
      assert.equal(codes.length, 10);
      assert.deepEqual(await overflowing(page), []);
      await main(page).getByRole('link', { name: 'I have kept them' }).click();
      await main(page).getByText('On since').waitFor();
      return codes;
    }

    async function turnOff(page) {
      await page.goto('/settings/two-step');
      await main(page).getByRole('button', { name: 'Turn two-step sign-in off' }).click();
      await page.getByText('Two-step sign-in is off.').waitFor();
    }

    it('it is set up, asked for, and passed with a recovery code once', () =>
      as('visitor', async (page) => {
        await firstStep(page, 'customer');
        const codes = await setUp(page);
        await page.context().clearCookies();
        await firstStep(page, 'customer');
        assert.equal(path(page), '/signin/two-step');
        assert.deepEqual(await overflowing(page), []);
        await page.goto('/settings');
        assert.equal(path(page), '/signin', 'the first step alone opens nothing');
        await page.goto('/signin/two-step');
        await page.locator('#code').fill('never');
        await main(page).getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.locator('.error-summary a[href="#code"]').waitFor();
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#code').fill(codes[0]);
        await main(page).getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.goto('/settings/two-step');
        await main(page).getByText('9 are left').waitFor();
        await turnOff(page);
      }));

    it('an administrator requires it of staff, having it first', () =>
      as('visitor', async (page) => {
        // Signed in before it is asked for.
        await on.app.session(on.browser, 'moderator');
        await firstStep(page, 'administrator');
        await page.goto('/admin/security');
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#two_step-staff').check();
        await main(page).locator('.form-acts button').click();
        await page.locator('.error-summary a[href="#two_step"]').waitFor();
        assert.ok(await page.locator('#two_step-staff').isChecked());
        await setUp(page);
        await page.goto('/admin/security');
        await page.locator('#two_step-staff').check();
        await main(page).locator('.form-acts button').click();
        await page.locator('.flash').first().waitFor();
        await as('moderator', async (other) => {
          await other.goto('/moderation');
          assert.equal(path(other), '/settings/two-step');
          await main(other).getByText('This site asks you').waitFor();
          assert.deepEqual(await overflowing(other), []);
        });
        await page.goto('/admin/security');
        await page.locator('#two_step-none').check();
        await main(page).locator('.form-acts button').click();
        await page.locator('.flash').first().waitFor();
        await turnOff(page);
      }));
  });
});
