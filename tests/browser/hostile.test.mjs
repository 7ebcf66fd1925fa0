// What attackers type, as title, body, comment and search: shown as typed, and nothing of it runs.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { HERE } from './support/app.mjs';
import { stage } from './support/stage.mjs';
import { BUTTONS, FIELDS } from './support/words.mjs';

// The collection is not part of the project; where it is missing, a few of each kind stand for it.
const COLLECTION = join(HERE, '../../../shared/data/hostile');
const FEW = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '<svg onload=alert(1)>',
  '</title><script>document.title="owned"</script>',
  '</textarea><script>alert(1)</script>',
  '[click](javascript:alert(1))',
  '![x](x"onerror="alert(1))',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '{{constructor.constructor("alert(1)")()}}',
  '<a href="javascript:alert(1)" autofocus onfocus=alert(1)>x</a>',
];
const TITLES = 12;
const SEARCHES = 60;
const BODY_CHARACTERS = 18_000;

describe('hostile input', () => {
  const on = stage();
  const payloads = collect();

  it('runs nowhere as title, body or comment', async (test) => {
    const titles = spread(payloads.filter((text) => /^[\x21-\x7e][\x20-\x7e]{2,118}[\x21-\x7e]$/.test(text) && !text.includes('  ')), TITLES);
    const bodies = pack(payloads);
    test.diagnostic(`${payloads.length} payloads in ${bodies.length} bodies and ${titles.length} titles`);
    for (let index = 0; index < Math.max(titles.length, bodies.length); index += 1) {
      const title = titles[index % titles.length];
      const body = bodies[index % bodies.length];
      const path = await post(on, title, body);
      await look(on, path, title);
    }
    await look(on, '/?order=new');
    await look(on, '/?mine=1');
  });

  it('runs nowhere as a search, and stays in the box as typed', () =>
    on.page({ role: 'customer' }, async (page) => {
      for (const text of spread(payloads.filter((text) => /^[\x21-\x7e]{1,100}$/.test(text)), SEARCHES)) {
        const answer = await page.goto(`/search?${new URLSearchParams({ q: text })}`);
        assert.ok(answer.status() < 500, `${answer.status()} for ${text}`);
        assert.equal(await page.getByRole('main').getByRole('searchbox').first().inputValue(), text);
        await assertUntouched(page, text);
      }
    }));
});

function collect() {
  if (!existsSync(COLLECTION)) return FEW;
  const lines = (name) => readFileSync(join(COLLECTION, name), 'utf8').split('\n').filter(Boolean);
  const all = [
    ...FEW,
    ...lines('markdown-xss.txt'),
    ...lines('xss-payloads.jsonl').map((line) => JSON.parse(line).payload),
    ...JSON.parse(readFileSync(join(COLLECTION, 'naughty-strings.json'), 'utf8')),
  ];
  // Control characters and noncharacters are refused with a message: the business of the tests over HTTP.
  const isRefused = /[\p{Cc}\u{fdd0}-\u{fdef}\u{fffe}\u{ffff}]/u;
  return [...new Set(all)].filter((text) => text.trim() && text.isWellFormed() && !isRefused.test(text.replace(/[\t\n\r]/g, '')));
}

/** `count` of a list, from all over it. */
function spread(list, count) {
  const step = Math.max(1, Math.floor(list.length / count));
  return list.filter((_, index) => index % step === 0).slice(0, count);
}

/** All payloads as paragraphs of as few bodies as hold them. */
function pack(payloads) {
  const bodies = [''];
  for (const text of payloads.filter((text) => text.length < BODY_CHARACTERS / 2)) {
    if (bodies.at(-1).length + text.length > BODY_CHARACTERS) bodies.push('');
    bodies[bodies.length - 1] += `${text}\n\n`;
  }
  return bodies;
}

/** Posts an idea and comments on it with the same text, by the forms alone; gives its address. */
function post(on, title, body) {
  return on.page({ role: 'customer', js: false }, async (page) => {
    await page.goto('/ideas/new');
    for (const field of [FIELDS.board, FIELDS.category]) {
      const select = page.getByRole('combobox', { name: field }).first();
      if ((await select.count()) && !(await select.inputValue())) await select.selectOption({ index: 1 });
    }
    await page.getByRole('textbox', { name: FIELDS.title }).fill(title);
    await page.getByRole('textbox', { name: FIELDS.body }).fill(body);
    await page.getByRole('button', { name: BUTTONS.submit }).click();
    const path = new URL(page.url()).pathname;
    assert.match(path, /^\/ideas\/\d+/, `posted ${title}`);
    await page.getByRole('textbox', { name: FIELDS.comment }).first().fill(body.slice(0, 4_000));
    await page.getByRole('button', { name: BUTTONS.comment }).first().click();
    return path;
  });
}

/** Opens a page with JavaScript on and pokes at what might react. The guard fails on dialogs, errors and foreign requests. */
function look(on, path, title) {
  return on.page({ role: 'customer' }, async (page) => {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    if (title !== undefined) assert.equal((await page.getByRole('heading', { level: 1 }).innerText()).trim(), title);
    const before = await page.title();
    await page.keyboard.press('Tab');
    await page.mouse.move(200, 300);
    await page.mouse.wheel(0, 2_000);
    await assertUntouched(page, path);
    assert.equal(await page.title(), before, `${path} keeps its title`);
  });
}

/** Nothing in the page carries script, whether or not the policy would stop it. */
async function assertUntouched(page, what) {
  const active = await page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => {
        const isForeign = ['script', 'iframe', 'object', 'embed', 'base', 'meta', 'link', 'style'].includes(element.localName) &&
          !(element.localName === 'script' && element.src.startsWith(`${location.origin}/`));
        const runs = [...element.attributes].some(({ name, value }) => /^on/i.test(name) || /^(javascript|vbscript|data:text):?/i.test(value.trim()) && /^(href|src|action|formaction|xlink:href)$/i.test(name));
        return isForeign || runs;
      })
      .map((element) => element.outerHTML.slice(0, 160)),
  );
  assert.deepEqual(active, [], `nothing active on ${what}`);
}
