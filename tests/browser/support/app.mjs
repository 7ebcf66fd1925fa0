// Starts the built binary on a free port with a demo database of its own, and signs in to it.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const HERE = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Where screenshots, checked markup and the prepared database go; git ignores it. */
export const OUT = join(HERE, 'out');
export const BINARY = resolve(process.env.GROUNDSWELL_BIN ?? join(HERE, '../../target/debug/groundswell'));
/** Made once by `prepare.mjs`; every test file works on a copy. */
export const TEMPLATE = join(OUT, 'demo.db');

// A test run that is ended early leaves no site behind: this runs the handlers of `exit`.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

export const ROLES = ['customer', 'team member', 'moderator', 'product manager', 'administrator'];

const READY_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 40_000;

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A PostgreSQL server on which a site may have a database of its own; nothing unless the caller of the tests names one. */
const POSTGRES = process.env.TEST_DATABASE_URL;

/** The databases that a story is walked on, each as a title and what `App.start` takes. */
export const DATABASES = [['on SQLite', {}], ...(POSTGRES ? [['on PostgreSQL', { postgres: true }]] : [])];

/** The site, running. `stop` ends it and removes its database. */
export class App {
  #child;
  #home;
  #env;
  #postgres;
  #exit;
  #links = new Map();
  #sessions = new Map();
  #output = [];

  /**
   * Starts a site on a copy of the prepared database, or on `database` as it is, grown to `scale`; with `postgres` on a new
   * database there. Whoever reads it, signed in or not, reads it in `language`; `env` is added to its environment.
   */
  static async start({ database, postgres = false, fresh = false, scale = 'usual', language = 'en', env = {} } = {}) {
    const app = new App();
    app.language = language;
    app.#env = env;
    app.#home = await mkdtemp(join(tmpdir(), 'groundswell-browser-'));
    if (postgres) {
      app.database = app.#postgres = await createPostgres();
    } else {
      app.database = database ?? join(app.#home, 'demo.db');
      if (!database && !fresh) await copyDatabase(TEMPLATE, app.database);
    }
    const port = await freePort();
    app.origin = `http://127.0.0.1:${port}`;
    app.#spawn(port, fresh, scale);
    await app.#ready();
    return app;
  }

  #spawn(port, fresh, scale) {
    const listen = `127.0.0.1:${port}`;
    const args = ['demo', '--database', this.database, '--listen', listen, '--scale', scale, ...(fresh ? ['--fresh'] : [])];
    const env = { ...process.env, DATABASE_URL: this.database, LISTEN: listen, BASE_URL: this.origin, LIMITS: 'false', ...this.#env };
    delete env.TEST_DATABASE_URL;
    delete env.METRICS_LISTEN;
    delete env.SMTP_URL;
    // Away from the source tree: what the binary needs, it carries.
    this.#child = spawn(BINARY, args, { cwd: this.#home, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exit = new Promise((done) => {
      this.#child.on('error', (error) => done(String(error)));
      this.#child.on('exit', (code, signal) => done(signal ?? code));
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.#read(line));
    }
    this.#killAtExit = () => this.#child.kill('SIGKILL');
    process.on('exit', this.#killAtExit);
  }

  #killAtExit;

  #read(line) {
    this.#output.push(line);
    if (this.#output.length > 400) this.#output.shift();
    const found = /sign in as ([a-z ]+?): +(\S+)/i.exec(line);
    if (found) this.#links.set(found[1].toLowerCase(), found[2]);
  }

  async #ready() {
    let ended = null;
    this.#exit.then((how) => (ended = how));
    const until = Date.now() + READY_WITHIN_MS;
    while (Date.now() < until) {
      if (ended !== null) throw new Error(`the site ended (${ended}) before it was ready:\n${this.log()}`);
      const ready = await fetch(`${this.origin}/readyz`).then((answer) => answer.ok, () => false);
      if (ready && ROLES.every((role) => this.#links.has(role))) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    const missing = ROLES.filter((role) => !this.#links.has(role));
    await this.stop();
    throw new Error(`the site was not ready in time (no sign-in link for: ${missing.join(', ') || 'nobody'}):\n${this.log()}`);
  }

  /** The last lines that the site printed. */
  log() {
    return this.#output.join('\n');
  }

  /** Asks the site to end, as a supervisor does, and says how it ended: 0 if in good order. */
  async stop() {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_WITHIN_MS);
    this.#child.kill('SIGTERM');
    const how = await this.#exit;
    clearTimeout(timer);
    process.off('exit', this.#killAtExit);
    await rm(this.#home, { recursive: true, force: true });
    if (this.#postgres) await psql(`DROP DATABASE ${new URL(this.#postgres).pathname.slice(1)} WITH (FORCE)`);
    return how;
  }

  /** The cookies of a signed-in `role` in Playwright's form; none for `visitor`. Each role signs in once. */
  async session(browser, role) {
    if (role === 'visitor') return undefined;
    if (!this.#links.has(role)) throw new Error(`no sign-in link for ${role}`);
    if (!this.#sessions.has(role)) this.#sessions.set(role, await this.#signIn(browser, role));
    return this.#sessions.get(role);
  }

  async #signIn(browser, role) {
    const context = await browser.newContext({ baseURL: this.origin, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(this.#links.get(role));
    // The link itself changes nothing, so that scanners of mail cannot use it up: a click does.
    const confirm = page.getByRole('main').getByRole('button', { name: /sign in/i });
    if (await confirm.count()) await confirm.first().click();
    const answer = await page.goto(`${this.origin}/me`);
    if (!answer.ok() || new URL(page.url()).pathname !== '/me') {
      throw new Error(`signing in as ${role} led to ${answer.status()} ${page.url()}`);
    }
    if (this.language !== 'en') await speak(page, this.language);
    const state = await context.storageState();
    await context.close();
    return state;
  }

  /** Fetches a page as `role` without a browser. Redirects are left to the caller. */
  async fetch(browser, role, path, options = {}) {
    const state = await this.session(browser, role);
    const cookie = state?.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html,*/*;q=0.8', 'accept-language': this.language, ...(cookie && { cookie }), ...options.headers };
    return fetch(new URL(path, this.origin), { redirect: 'manual', ...options, headers });
  }
}

/** Whoever is signed in reads the site in a language from now on. */
async function speak(page, language) {
  await page.goto('/settings');
  await page.locator('#language').selectOption(language);
  await page.locator('main form[action$="/settings"] button[type=submit]').click();
  await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
}

/** Runs a statement on the server that `POSTGRES` names. */
function psql(statement) {
  return promisify(execFile)(process.env.PSQL || 'psql', ['--quiet', '--no-psqlrc', '--set=ON_ERROR_STOP=1', `--command=${statement}`, POSTGRES]);
}

/** Makes an empty database and gives its address. */
async function createPostgres() {
  const name = `groundswell_browser_${randomBytes(6).toString('hex')}`;
  await psql(`CREATE DATABASE ${name}`);
  const address = new URL(POSTGRES);
  address.pathname = `/${name}`;
  return address.href;
}

/** Copies an SQLite database that nobody has open, with what its log still holds. */
async function copyDatabase(from, to) {
  await stat(from).catch(() => {
    throw new Error(`${from} is missing: run \`npm test\` or \`node support/prepare.mjs\` first`);
  });
  for (const suffix of ['', '-wal', '-shm']) {
    await cp(from + suffix, to + suffix).catch((error) => {
      if (suffix === '' || error.code !== 'ENOENT') throw error;
    });
  }
}
