// Makes the demo database once; the tests work on copies of it.
import { mkdir, rm } from 'node:fs/promises';
import { App, OUT, TEMPLATE } from './app.mjs';

await mkdir(OUT, { recursive: true });
for (const suffix of ['', '-wal', '-shm']) await rm(TEMPLATE + suffix, { force: true });
const began = Date.now();
const app = await App.start({ database: TEMPLATE, fresh: true });
// A mail to look at: otherwise it depends on the day and the hour whether somebody was reminded of something yet.
const asked = await fetch(`${app.origin}/signin`, {
  method: 'POST',
  redirect: 'manual',
  headers: { origin: app.origin },
  body: new URLSearchParams({ email: 'reader@example.com' }),
});
if (asked.status !== 303) throw new Error(`asking for a sign-in mail led to ${asked.status}`);
const how = await app.stop();
if (how !== 0) throw new Error(`the site did not end in good order on SIGTERM: ${how}\n${app.log()}`);
console.log(`demo database ready in ${((Date.now() - began) / 1000).toFixed(1)} s`);
