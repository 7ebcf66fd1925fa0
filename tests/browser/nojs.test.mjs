// Without JavaScript nothing is missing: every page has its content, every control is part of a form, and forms answer.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { overflowing } from './support/browser.mjs';
import { faultsOf } from './support/look.mjs';
import { PAGES, sitePages } from './support/pages.mjs';
import { stage } from './support/stage.mjs';
import { BUTTONS, FIELDS } from './support/words.mjs';

describe('without JavaScript', () => {
  const on = stage();
  let pages;
  before(async () => {
    pages = await sitePages(on.browser, on.app);
  });

  for (const role of new Set(PAGES.map((page) => page.role))) {
    it(`every page of ${role} has its content and no dead control`, async () => {
      assert.deepEqual(await faultsOf(on, pages, { role, js: false, width: 320 }, check), []);
    });
  }

  it('the search form leads to hits', () =>
    on.page({ js: false, width: 320 }, async (page) => {
      await page.goto('/search');
      const box = page.getByRole('main').getByRole('searchbox', { name: FIELDS.search });
      await box.first().fill('export');
      await box.first().press('Enter');
      assert.equal(new URL(page.url()).searchParams.get('q'), 'export');
      await page.getByRole('main').locator('a[href*="/ideas/"]').first().waitFor();
    }));

  it('similar ideas and the preview are buttons, and keep what was typed', () =>
    on.page({ role: 'customer', js: false }, async (page) => {
      await page.goto('/ideas/new');
      for (const button of [BUTTONS.similar, BUTTONS.preview]) {
        await page.getByRole('textbox', { name: FIELDS.title }).fill('Export everything to a spreadsheet');
        await page.getByRole('textbox', { name: FIELDS.body }).fill('With *all* columns.');
        await page.getByRole('button', { name: button }).first().click();
        assert.equal(await page.getByRole('textbox', { name: FIELDS.title }).inputValue(), 'Export everything to a spreadsheet');
        assert.equal(await page.getByRole('textbox', { name: FIELDS.body }).inputValue(), 'With *all* columns.');
      }
      await page.locator('em', { hasText: 'all' }).first().waitFor();
    }));

  it('a form that fails comes back as typed, with 422', () =>
    on.page({ role: 'customer', js: false }, async (page) => {
      await page.goto('/ideas/new');
      await page.getByRole('textbox', { name: FIELDS.title }).fill('abc');
      await page.getByRole('textbox', { name: FIELDS.body }).fill('Kept, with <b> and "quotes".');
      // What the browser itself would refuse must be refused by the server too.
      await page.locator('main form').evaluateAll((forms) => forms.forEach((form) => (form.noValidate = true)));
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST'),
        page.getByRole('button', { name: BUTTONS.submit }).click(),
      ]);
      assert.equal(answer.status(), 422);
      assert.equal(await page.getByRole('textbox', { name: FIELDS.title }).inputValue(), 'abc');
      assert.equal(await page.getByRole('textbox', { name: FIELDS.body }).inputValue(), 'Kept, with <b> and "quotes".');
      const title = page.getByRole('textbox', { name: FIELDS.title });
      assert.equal(await title.getAttribute('aria-invalid'), 'true');
      assert.ok(await title.getAttribute('aria-describedby'), 'the field names its error');
    }));

  it('the skip link is the first stop, and leads to the content', () =>
    on.page({ js: false }, async (page) => {
      await page.goto('/');
      await page.keyboard.press('Tab');
      const skip = page.locator(':focus');
      assert.match(await skip.getAttribute('href'), /^#/);
      const box = await skip.boundingBox();
      assert.ok(box && box.width > 10 && box.y >= 0, 'the skip link shows when it has the focus');
      const target = await skip.getAttribute('href');
      assert.equal(await page.locator(target).count(), 1, `${target} is there`);
    }));
});

async function check(page) {
  const found = [];
  if ((await page.getByRole('heading', { level: 1 }).count()) !== 1) found.push('not exactly one main heading');
  if ((await page.getByRole('main').count()) !== 1) found.push('not exactly one main landmark');
  return [...found, ...(await page.evaluate(deadControls)), ...(await overflowing(page))];
}

/** Visible controls that only a script could bring to life. Runs in the page. */
function deadControls() {
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const name = (element) => element.outerHTML.slice(0, 120);
  const found = [];
  for (const element of document.querySelectorAll('button, input, select, textarea')) {
    if (!isShown(element) || element.type === 'hidden') continue;
    if (!element.form) found.push(`a control outside any form: ${name(element)}`);
    else if (element.type === 'button' && !element.hasAttribute('popovertarget') && !element.hasAttribute('commandfor')) {
      found.push(`a button that needs a script: ${name(element)}`);
    }
  }
  for (const form of document.forms) {
    const isSendable = [...form.elements].some((control) => ['submit', 'image'].includes(control.type));
    if (isShown(form) && !isSendable) found.push(`a form without a button: ${name(form)}`);
  }
  for (const link of document.querySelectorAll('a')) {
    if (isShown(link) && !link.getAttribute('href')?.match(/^(?!#$|javascript:)/)) found.push(`a link to nowhere: ${name(link)}`);
  }
  return found;
}
