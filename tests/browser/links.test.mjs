// Walks the site by its links as each role: nothing is broken, and no page is missing from `support/pages.mjs`.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ROLES } from './support/app.mjs';
import { links, NOT_PAGES, shape, sitePages } from './support/pages.mjs';
import { stage } from './support/stage.mjs';

/** Pages of one shape look alike; so many are enough of each. */
const ENOUGH = 3;

describe('links', () => {
  const on = stage();
  let known;
  before(async () => {
    known = new Set((await sitePages(on.browser, on.app)).map(({ path }) => shape(path.split('?')[0])));
  });

  for (const role of ['visitor', ...ROLES]) {
    it(`${role} meets no broken link and no unlisted page`, async (test) => {
      const { broken, unlisted, walked } = await walk(on.app, on.browser, role, known);
      test.diagnostic(`${walked} pages`);
      assert.deepEqual({ broken, unlisted: [...unlisted] }, { broken: [], unlisted: [] });
    });
  }
});

async function walk(app, browser, role, known) {
  const queue = [{ path: '/', from: 'the start' }];
  const seen = new Set(['/']);
  const counts = new Map();
  const broken = [];
  const unlisted = new Set();
  let walked = 0;
  while (queue.length) {
    const { path, from } = queue.shift();
    const kind = `${shape(path.split('?')[0])}?${[...new URLSearchParams(path.split('?')[1] ?? '').keys()].sort()}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (counts.get(kind) > ENOUGH) continue;
    walked += 1;
    const answer = await app.fetch(browser, role, path);
    const isRedirect = answer.status >= 300 && answer.status < 400;
    if (isRedirect) enqueue(new URL(answer.headers.get('location'), new URL(path, app.origin)), path);
    if (answer.status >= 400) broken.push(`${answer.status} ${path} linked from ${from}`);
    if (answer.status !== 200 || !(answer.headers.get('content-type') ?? '').startsWith('text/html')) {
      await answer.body?.cancel();
      continue;
    }
    const plain = path.split('?')[0];
    if (!NOT_PAGES.some((form) => form.test(plain)) && !known.has(shape(plain))) unlisted.add(shape(plain));
    for (const link of links(await answer.text(), app.origin, path)) enqueue(new URL(link, app.origin), path);
  }
  return { broken, unlisted, walked };

  function enqueue(url, from) {
    const next = url.pathname + url.search;
    if (url.origin !== app.origin || seen.has(next)) return;
    seen.add(next);
    queue.push({ path: next, from });
  }
}
