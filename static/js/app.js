// Progressive enhancement by data attributes; without this file every page still works.
const doc = document;
const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
const words = doc.body.dataset;
const length = (text) => Array.from(text).length;
const fill = (text, n) => (text || '{n}').replace('{n}', n.toLocaleString(doc.documentElement.lang));

function later(ms, run) {
  let timer;
  return (...args) => { clearTimeout(timer); timer = setTimeout(run, ms, ...args); };
}

const live = doc.createElement('p');
live.className = 'vh';
live.setAttribute('role', 'status');
doc.body.append(live);
function say(text) {
  live.textContent = '';
  if (text) setTimeout(() => { live.textContent = text; }, 60);
}

// Menus: Escape and a click elsewhere close them.
doc.addEventListener('click', (event) => {
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
doc.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && event.target.closest?.('details.menu[open]');
  if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
});

// Things that need this script are hidden in the page and shown here.
for (const element of all('[data-js]')) element.hidden = false;
doc.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-open-dialog]');
  if (opener) doc.getElementById(opener.dataset.openDialog)?.showModal();
});

// Drafts: kept on this device until a page says that the post arrived.
const store = {
  get: (key) => { try { return localStorage.getItem('draft:' + key); } catch { return null; } },
  set: (key, text) => { try { text ? localStorage.setItem('draft:' + key, text) : localStorage.removeItem('draft:' + key); } catch { /* storage refused */ } },
  clear: (key) => {
    if (key !== '*') return store.set(key, '');
    try { for (const name of Object.keys(localStorage)) if (name.startsWith('draft:')) localStorage.removeItem(name); } catch { /* storage refused */ }
  },
};
for (const done of all('[data-draft-clear]')) done.dataset.draftClear.split(' ').forEach(store.clear);
for (const field of all('[data-draft-key]')) {
  const key = field.dataset.draftKey;
  if (!field.value) field.value = store.get(key) || '';
  field.addEventListener('input', later(400, () => store.set(key, field.value)));
  field.form?.addEventListener('submit', () => store.set(key, field.value));
}

// Counters count characters, not UTF-16 units.
for (const field of all('[data-count-max]')) {
  const max = Number(field.dataset.countMax);
  const out = doc.createElement('p');
  out.className = 'count';
  out.setAttribute('aria-hidden', 'true');
  (field.closest('.editor') || field).after(out);
  const announce = later(900, (left) => say(fill(left < 0 ? words.wordsOver : words.wordsLeft, Math.abs(left))));
  const show = (event) => {
    const used = length(field.value);
    out.textContent = fill('{n}', used) + ' / ' + fill('{n}', max);
    out.classList.toggle('over', used > max);
    if (event && max - used < max / 10) announce(max - used);
  };
  field.addEventListener('input', show);
  show();
}

// Points of a ballot: how many are left.
for (const form of all('form[data-budget]')) {
  const out = form.querySelector('[data-rest]');
  const announce = later(900, () => say(out.textContent));
  const show = (event) => {
    const given = all('input[type=number]', form).reduce((sum, field) => sum + Math.max(0, Math.trunc(field.valueAsNumber) || 0), 0);
    const left = Number(form.dataset.budget) - given;
    out.textContent = fill(left < 0 ? out.dataset.over : out.dataset.text, Math.abs(left));
    out.classList.toggle('over', left < 0);
    if (event) announce();
  };
  form.addEventListener('input', show);
  show();
}

// Similar ideas while typing; an answer that comes late is dropped.
for (const field of all('[data-similar-url]')) {
  const target = doc.getElementById(field.dataset.similarTarget);
  let running, asked = field.value.trim();
  field.addEventListener('input', later(350, async () => {
    const title = field.value.trim();
    if (title === asked) return;
    asked = title;
    running?.abort();
    if (length(title) < 4) { target.replaceChildren(); return; }
    running = new AbortController();
    const url = new URL(field.dataset.similarUrl, location.href);
    url.searchParams.set('title', title);
    const board = field.form?.elements.board?.value;
    if (board) url.searchParams.set('board', board);
    try {
      const answer = await fetch(url, { headers: { 'X-Fragment': 'similar' }, signal: running.signal });
      if (answer.ok && !answer.redirected) target.innerHTML = await answer.text();
    } catch { /* offline or stale: the button still asks the server */ }
  }));
}

// Mentions: a listbox under the text, steered from the textarea.
for (const [n, field] of all('textarea[data-mentions-url]').entries()) {
  const list = doc.createElement('ul');
  const id = 'mentions-' + n;
  let people = [], at = 0, from = 0, running;
  list.id = id;
  list.className = 'listbox';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', words.wordsPeople || '@');
  field.after(list);
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-haspopup', 'listbox');
  const close = () => {
    running?.abort();
    list.hidden = true;
    people = [];
    field.removeAttribute('aria-activedescendant');
    field.removeAttribute('aria-controls');
  };
  const draw = () => {
    list.replaceChildren(...people.map((person, i) => {
      const option = doc.createElement('li');
      option.id = id + '-' + i;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', i === at);
      option.textContent = person.name + ' @' + person.handle;
      option.addEventListener('mousedown', (event) => { event.preventDefault(); at = i; pick(); });
      return option;
    }));
    list.hidden = false;
    field.setAttribute('aria-controls', id);
    field.setAttribute('aria-activedescendant', id + '-' + at);
  };
  const pick = () => {
    field.setRangeText('@' + people[at].handle + ' ', from, field.selectionStart, 'end');
    close();
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const look = later(150, async () => {
    const before = field.value.slice(0, field.selectionStart);
    const word = /(?:^|[\s(])@([\p{L}\p{N}_.-]{1,40})$/u.exec(before)?.[1];
    if (!word) return close();
    from = before.length - word.length - 1;
    running?.abort();
    running = new AbortController();
    const url = new URL(field.dataset.mentionsUrl, location.href);
    url.searchParams.set('q', word);
    try {
      const answer = await fetch(url, { headers: { Accept: 'application/json' }, signal: running.signal });
      people = answer.ok ? (await answer.json()).slice(0, 8) : [];
    } catch { return; }
    at = 0;
    if (!people.length) return close();
    draw();
    say(fill(words.wordsFound, people.length));
  });
  field.addEventListener('input', look);
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { at = (at + step + people.length) % people.length; draw(); }
    else if (event.key === 'Enter' || event.key === 'Tab') pick();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
}

// Votes: post the form, put the new box in its place; anything unexpected goes the plain way.
async function vote(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Fragment': 'vote' } });
    if (answer.redirected) return location.assign(answer.url);
    const box = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.vote');
    if (!answer.ok || !box) throw answer;
    const place = button.dataset.vote;
    form.replaceWith(box);
    (box.querySelector(`[data-vote="${place}"]`) || box.querySelector('button'))?.focus();
    say(box.dataset.say);
  } catch {
    form.dataset.plain = '';
    form.requestSubmit(button);
  }
}

// Every other form is sent once; a page that comes back from the cache may send again.
doc.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.matches('form[data-vote]') && !('plain' in form.dataset) && event.submitter) {
    event.preventDefault();
    if (form.getAttribute('aria-busy') !== 'true') vote(form, event.submitter);
  } else if (form.method === 'post' && !event.defaultPrevented) {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = '1';
    event.submitter?.setAttribute('aria-disabled', 'true');
  }
});
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of all('form[data-sent]')) delete form.dataset.sent;
  for (const button of all('button[aria-disabled]')) button.removeAttribute('aria-disabled');
});

// Check boxes of a list: one for all, and a count of what is chosen.
for (const form of all('form[data-checks]')) {
  const boxes = all('[data-row] input[type=checkbox]', form);
  const whole = form.querySelector('[data-check-all]');
  const out = form.querySelector('[data-checked-count]');
  const show = () => {
    const n = boxes.filter((box) => box.checked).length;
    if (whole) { whole.checked = n > 0 && n === boxes.length; whole.indeterminate = n > 0 && n < boxes.length; }
    if (out) out.textContent = fill(out.dataset.text, n);
  };
  whole?.addEventListener('change', () => { for (const box of boxes) box.checked = whole.checked; });
  form.addEventListener('change', show);
  show();
}

// Desk keys; <body data-keys> is there unless the person has turned them off.
if ('keys' in words) doc.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || doc.querySelector('dialog[open]')) return;
  if (event.target.closest?.('input:not([type=checkbox]), select, textarea, [contenteditable]')) return;
  const rows = all('[data-row]');
  const here = rows.findIndex((row) => row.contains(doc.activeElement));
  const row = rows[here];
  const focus = (selector) => {
    const field = doc.querySelector(selector);
    if (!field) return false;
    const box = row?.querySelector('input[type=checkbox]');
    if (box && !doc.querySelector('[data-row] input:checked')) box.click();
    field.focus();
    return true;
  };
  const move = (step) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, here < 0 ? 0 : here + step))];
    const link = next?.querySelector('[data-open]');
    link?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    return Boolean(link);
  };
  const acts = {
    j: () => move(1),
    k: () => move(-1),
    o: () => { const link = row?.querySelector('[data-open]'); link?.click(); return Boolean(link); },
    x: () => { const box = row?.querySelector('input[type=checkbox]'); box?.click(); row?.querySelector('[data-open]')?.focus(); return Boolean(box); },
    s: () => focus('[data-key-status]'),
    r: () => focus('[data-key-route]'),
    ArrowDown: () => here >= 0 && move(1),
    ArrowUp: () => here >= 0 && move(-1),
    '?': () => { const help = doc.getElementById('keys'); help?.showModal(); return Boolean(help); },
  };
  // A button may name its own letter; it is that of the row that has the focus, or of a page without rows.
  const own = /^[a-z]$/.test(event.key) && (row || (!rows.length && doc))?.querySelector?.(`[data-key="${event.key}"]`);
  if (own) { own.focus(); own.click(); event.preventDefault(); }
  else if (Object.hasOwn(acts, event.key) && acts[event.key]()) event.preventDefault();
});
