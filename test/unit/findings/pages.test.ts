import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagesOf } from '../../../server/src/findings/pages.ts';

test('the page that an advice names is given with what it is called', () => {
  assert.deepEqual(pagesOf('Slow down. Look at Google Postmaster Tools (https://postmaster.google.com/).'), [
    { title: 'Google Postmaster Tools', url: 'https://postmaster.google.com/' },
  ]);
});

test('a receiver with a dot in its name keeps its page whole', () => {
  assert.equal(pagesOf("Fix it. Look at web.de's postmaster page (https://postmaster.google.com/).")[0]?.title, "web.de's postmaster page");
});

test('an address that a log brought in is no page', () => {
  for (const url of [
    'https://evil.example/',
    'https://postmaster.google.com.evil.example/',
    'https://postmaster.google.com/?next=evil',
    'javascript:alert(1)',
  ])
    assert.deepEqual(pagesOf(`Look at the page (${url}).`), [], url);
});

test('a page named twice is given once, and the stop behind an address is not part of it', () => {
  const pages = pagesOf('Look at https://postmaster.google.com/. Ask again at https://postmaster.google.com/, or (https://postmaster.google.com/).');
  assert.deepEqual(
    pages.map(({ url }) => url),
    ['https://postmaster.google.com/'],
  );
});
