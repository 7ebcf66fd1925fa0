// Holding by rules, from the list to the queue: an administrator adds a word, a moderator tries a text, a customer's comment with it
// waits, the moderator reads why and lets it through. With and without JavaScript, on a phone and on a desk.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { stage } from './support/stage.mjs';

describe('automatic holding', () => {
  const on = stage();

  on.everyWay(({ as, js, width }) => {
    const main = (page) => page.getByRole('main');
    const word = `zeppelin${js ? 'with' : 'without'}${width}`;
    const text = `A ${word} would be a fine thing over the campsite, and quieter than the bus.`;

    it('an administrator adds a word to a list, and a number out of its limits comes back', () =>
      as('administrator', async (page) => {
        await page.goto('/moderation/screening');
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#links_count').fill('900');
        await page.locator('#rule-links button').click();
        await page.locator('.error-summary a[href="#links_count"]').waitFor();
        assert.equal(await page.locator('#links_count').inputValue(), '900');
        assert.deepEqual(await overflowing(page), []);
        await page.locator('#words_en').fill(`casino\n${word}`);
        await main(page).locator('form[action$="/words/en"] button').click();
        await page.getByText('It holds from the next post on.').waitFor();
        assert.match(await page.locator('#words_en').inputValue(), new RegExp(word));
      }));

    it('a moderator tries a text and is told what would hold it', () =>
      as('moderator', async (page) => {
        await page.goto('/moderation/screening');
        assert.equal(await page.locator('#words_en button').count(), 0);
        await page.locator('textarea#body').fill(text);
        await main(page).locator('#try button').click();
        await page.locator('#tried li', { hasText: word }).waitFor();
        assert.deepEqual(await overflowing(page), []);
      }));

    it('a comment with the word waits, its author is told so, and nobody else sees it', async () => {
      let address;
      await as('customer', async (page) => {
        await page.goto('/?order=discussed');
        await main(page).locator('a[href*="/ideas/"]').first().click();
        await page.locator('#comment-body').fill(text);
        await page.locator('#new-comment button[type="submit"]').first().click();
        await page.getByText('Your comment waits for a moderator').first().waitFor();
        address = page.url();
      });
      await as('visitor', async (page) => {
        await page.goto(address);
        assert.equal(await page.getByText(word).count(), 0);
      });
    });

    it('the moderator reads the reason in the queue and lets it through', () =>
      as('moderator', async (page) => {
        await page.goto('/moderation');
        const card = page.locator('.held', { hasText: word });
        await card.locator('.seen li', { hasText: word }).waitFor();
        assert.deepEqual(await overflowing(page), []);
        await card.locator('button[formaction$="/approve"]').click();
        await page.getByText('The post is approved and on the site.').waitFor();
        await page.goto('/moderation/screening');
        await main(page).locator('tbody tr', { hasText: word }).getByText('Approved').waitFor();
      }));
  });
});
