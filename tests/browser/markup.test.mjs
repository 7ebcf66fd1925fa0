// Every page's HTML as sent: html-validate and the Nu Html Checker find no error.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import vnuJar from 'vnu-jar';
import { OUT } from './support/app.mjs';
import { sitePages } from './support/pages.mjs';
import { stage } from './support/stage.mjs';

const RULES = {
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // Templates leave blanks where a condition was not met; the wire is compressed.
    'no-trailing-whitespace': 'off',
    // Titles of ideas are people's own, up to 120 characters.
    'long-title': 'off',
    // All assets come from the site itself and are named by their hash.
    'require-sri': 'off',
    // The content security policy would drop them.
    'no-inline-style': 'error',
    // A name that occurs again is a list, for the server.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
    'doctype-style': ['error', { style: 'lowercase' }],
    // Lists of faces and of steps have no heading of their own; ARIA names lists and regions.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
  },
};

/** The toolbar's own elements take a `role` of button: no native element does what they do. */
const isOurs = ({ ruleId, selector }) => !(ruleId === 'prefer-native-element' && / > md-[a-z-]+[^>]*$/.test(selector));

describe('markup', () => {
  const on = stage();
  let sources;
  const folder = join(OUT, 'markup');
  before(async () => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    sources = [];
    for (const [index, { role, path, status, title }] of (await sitePages(on.browser, on.app)).entries()) {
      const answer = await on.app.fetch(on.browser, role, path);
      assert.equal(answer.status, status, title);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html; *charset=utf-8$/i, title);
      const file = join(folder, `${String(index).padStart(2, '0')}-${title.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.html`);
      const html = await answer.text();
      await writeFile(file, html);
      sources.push({ title, file, html });
    }
  });

  it('has no error by html-validate', async () => {
    const validator = new HtmlValidate(new StaticConfigLoader(RULES));
    const found = [];
    for (const { title, html, file } of sources) {
      const { results } = await validator.validateString(html, file);
      for (const { messages } of results) {
        found.push(...messages.filter(({ severity }) => severity === 2).filter(isOurs).map((m) => `${title}, line ${m.line}: ${m.message} (${m.ruleId})`));
      }
    }
    assert.deepEqual(found, []);
  });

  it('has no error by the Nu Html Checker', async () => {
    const args = ['-jar', String(vnuJar), '--format', 'json', '--stdout', '--exit-zero-always', ...sources.map(({ file }) => file)];
    const { stdout } = await promisify(execFile)('java', args, { maxBuffer: 64 * 1024 * 1024 });
    const { messages } = JSON.parse(stdout);
    const found = messages
      .filter(({ type }) => type === 'error' || type === 'non-document-error')
      .map((m) => `${sources.find(({ file }) => m.url?.endsWith(encodeURI(file)))?.title ?? m.url}, line ${m.lastLine}: ${m.message} ${m.extract ?? ''}`);
    assert.deepEqual(found, []);
  });
});
