// Compiles the scanner and writes it where the server takes it from: `npm run scanner`. With --check it only says whether that is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('.', import.meta.url));
const target = new URL('../src/ordinary/program.ts', import.meta.url);
const options = '-O3 --runtime minimal --noAssert --enable simd --use abort='.split(' ');

/** @returns the text of the file that holds the compiled scanner. @throws with the compiler's words where it does not compile. */
async function compile() {
  const said = asc.createMemoryStream();
  let program = '';
  const keep = (_name, bytes) => {
    program = Buffer.from(bytes).toString('base64');
  };
  const { error } = await asc.main(['index.ts', '-o', 'scanner.wasm', '--baseDir', folder, ...options], {
    stdout: said,
    stderr: said,
    writeFile: keep,
  });
  if (error || program === '') throw new Error(`the scanner does not compile:\n${said}`);
  const lines = program.match(/.{1,140}/g) ?? [];
  return `// Made of server/scanner by \`npm run scanner\`: not to be changed by hand.\nexport const program =\n  '${lines.join("' +\n  '")}';\n`;
}

const made = await compile();
if (!process.argv.includes('--check')) writeFileSync(target, made);
else if (readFileSync(target, 'utf8') !== made)
  throw new Error('server/src/ordinary/program.ts is not what server/scanner compiles to: run `npm run scanner`');
