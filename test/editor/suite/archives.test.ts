import * as vscode from 'vscode';
import { archiveUri } from '../../../client/src/archives/uri.ts';
import { hoverText, placeOf, reportText, session } from './extension.ts';
import { equal, holds, host, test, until, uriOf } from './suite.ts';

const read = async (file: string) => new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(file)));

/** A log packed as logrotate leaves it. */
async function pack(file: string, text: string): Promise<vscode.Uri> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const uri = uriOf(file);
  await vscode.workspace.fs.writeFile(uri, new Uint8Array(await new Response(packed as never).arrayBuffer()));
  return uri;
}

/** The editor that shows the archive with the cursor on a line (from 1). */
const editorAt = (title: string, line: number) =>
  until(() => {
    const { activeTextEditor: editor } = vscode.window;
    if (!editor?.document.uri.path.endsWith(title)) throw new Error(`in front is ${editor?.document.uri.path}`);
    if (editor.selection.active.line !== line - 1) throw new Error(`the cursor is in line ${editor.selection.active.line + 1}`);
    return editor;
  }, `${title} at line ${line}`);

test('a line of evidence in a packed log opens there, unpacked, read-only, as a mail log', async () => {
  const plain = await read('postfix-syslog/mail.log');
  const uri = await pack('archives/mail.log.2.gz', plain);
  const { server, reports } = await session();
  await vscode.commands.executeCommand('mailLog.summarizeBounces', uri);
  await reportText(/bounced/, 'the report');
  const uris = [uri.toString()];
  const { summary, failed } = await server.request('mailLog/summarize', { uris });
  equal(failed, [], 'what could not be read');
  const evidence = summary.causes.at(-1)?.first;
  if (!evidence) throw new Error('no cause in the packed log');
  reports.active()?.receive({ type: 'open', uri: evidence.path, line: evidence.line });
  const { document } = await editorAt('/mail.log.2.gz (unpacked)', evidence.line);
  equal(document.languageId, 'maillog', 'its language');
  equal(document.lineAt(evidence.line - 1).text, plain.split('\n')[evidence.line - 1], 'the line');
  equal(document.getText(), plain, 'the text');
  equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), false, 'whether it can be written');
  holds(await hoverText(document, placeOf(document, 'status=bounced')), ['bounced'], 'a hover in it');
  // again, from the tree or a finding: the editor that is there
  const second = summary.causes[0]?.first;
  await vscode.commands.executeCommand('mailLog.openLine', second?.path, second?.line);
  await editorAt('/mail.log.2.gz (unpacked)', second?.line ?? 0);
  equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label.startsWith('mail.log.2.gz')).length, 1, 'its tabs');
});

test('a rotated set is one report whose lines open in the log or in the archive', async () => {
  const lines = (await read('postfix-iso/mail.log')).split('\n');
  const middle = Math.floor(lines.length / 2);
  const older = await pack('rotated/mail.log.1.gz', `${lines.slice(0, middle).join('\n')}\n`);
  const newer = uriOf('rotated/mail.log');
  await vscode.workspace.fs.writeFile(newer, new TextEncoder().encode(lines.slice(middle).join('\n')));
  const { server, archives } = await session();
  const uris = [newer, older].map(String);
  const { summary } = await server.request('mailLog/summarize', { uris });
  const whole = (await server.request('mailLog/summarize', { uris: [uriOf('postfix-iso/mail.log').toString()] })).summary;
  equal(summary.totals, whole.totals, 'totals of the halves');
  const { lines: found } = await server.request('mailLog/lines', { uris, selection: { status: 'bounced', kind: 'attempt' } });
  const places = await archives.places(found.map(({ uri, line }) => ({ uri: vscode.Uri.parse(uri), line })));
  equal(places.length, found.length, 'places of the lines');
  for (const [at, { uri, line }] of places.entries()) {
    const document = await vscode.workspace.openTextDocument(uri);
    equal(document.lineAt(line - 1).text.slice(0, 300), found[at]?.text.slice(0, 300), `line ${line} of ${uri.path}`);
  }
});

test('of an archive too large to be shown whole the lines around the target open, with their true numbers', async () => {
  // lines beyond what an editor is given, on any host
  const filler = `Nov 10 10:00:00 mx1 postfix/qmgr[1]: warning: ${'x'.repeat(1000)}\n`;
  const target =
    'Nov 10 10:00:01 mx1 postfix/smtp[2]: 4jYBvC6c1RzJrPt: to=<a@b.example>, relay=none, delay=1, dsn=5.4.4, status=bounced (no route)\n';
  const uri = await pack('archives/mail.log.3.gz', filler.repeat(29_999) + target + filler.repeat(6000));
  await vscode.commands.executeCommand('mailLog.openLine', uri.toString(), 30_000);
  const { document } = await editorAt('/mail.log.3.gz (from line 19002)', 30_000 - 19_000);
  equal(`${document.lineAt(30_000 - 19_000 - 1).text}\n`, target, 'the line');
  holds(document.lineAt(0).text, ['Lines 19,002 to 31,000 of mail.log.3.gz', '19,000 is added'], 'the heading');
  equal(document.languageId, 'maillog', 'its language');
});

test('an unpacking that is cancelled ends at once', async () => {
  const filler = `Nov 10 10:00:00 mx1 postfix/qmgr[1]: warning: ${'x'.repeat(1000)}\n`;
  const uri = await pack('archives/mail.log.4.gz', filler.repeat(60_000));
  const { server } = await session();
  const cancel = new vscode.CancellationTokenSource();
  const params = { uri: uri.toString(), line: 59_000 };
  const unpacking = server.requestWithProgress('mailLog/unpack', params, { report: () => undefined }, cancel.token).then(
    () => 'finished',
    () => 'cancelled',
  );
  cancel.cancel();
  const start = Date.now();
  equal(await unpacking, 'cancelled', 'the unpacking');
  if (Date.now() - start > 2000) throw new Error(`it took ${Date.now() - start} ms`);
});

test('an archive that breaks off is shown as far as it can be read; one that is gone is an error in words', async () => {
  const plain = (await read('postfix-syslog/mail.log')).slice(0, 200_000);
  const uri = await pack('archives/mail.log.5.gz', plain);
  const packed = await vscode.workspace.fs.readFile(uri);
  await vscode.workspace.fs.writeFile(uri, packed.slice(0, packed.length / 2));
  const { server } = await session();
  const answer = await server.request('mailLog/unpack', { uri: uri.toString(), line: 1 });
  holds(answer.problem ?? '', ['breaks off or is damaged'], 'the problem');
  equal(plain.startsWith(answer.text), true, 'what was read');
  if (answer.text.length < 20_000) throw new Error(`only ${answer.text.length} characters were read`);
  await vscode.commands.executeCommand('mailLog.openLine', uri.toString(), 10);
  await editorAt('/mail.log.5.gz (unpacked)', 10);
  await vscode.workspace.fs.delete(uri);
  await vscode.workspace.openTextDocument(archiveUri({ archive: uriOf('archives/gone.gz'), first: null })).then(
    () => Promise.reject(new Error('an archive that is not there was opened')),
    () => undefined,
  );
});

test(
  'archives of the other kinds open on hosts that have their unpackers, and are named in the browser',
  async () => {
    // "line one", "line two" as bzip2 1.0.8, xz 5.4 and zstd 1.5 packed them
    const samples = {
      bz2: 'QlpoOTFBWSZTWYx3v94AAATRgAAQQAACJYSAIAAxBkxAyGmmjwssIJicJ4u5IpwoSEY73+8A',
      xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQARbGluZSBvbmUKbGluZSB0d28KAAAAtOkeROGam/EAASoSSwhUvB+2830BAAAAAARZWg==',
      zst: 'KLUv/SASkQAAbGluZSBvbmUKbGluZSB0d28K',
    };
    for (const [ending, base64] of Object.entries(samples)) {
      const uri = uriOf(`archives/other.log.${ending}`);
      await vscode.workspace.fs.writeFile(
        uri,
        Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
      );
      const { server } = await session();
      const answer = await server.request('mailLog/unpack', { uri: uri.toString(), line: 1 }).catch((error: Error) => error.message);
      if (host === 'web') holds(String(answer), ['cannot be unpacked in a browser'], ending);
      else equal(typeof answer === 'string' ? answer : answer.text, 'line one\nline two\n', ending);
    }
  },
  { seconds: 60 },
);
