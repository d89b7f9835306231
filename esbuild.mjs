// Builds the bundles in dist/. `npm run build [-- --production | --watch]`
// default: readable, with source maps; --production: minified, without maps; --watch: builds again whenever a file changes.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, 'dist');
const core = path.join(root, 'server/src/core.ts');
const production = process.argv.includes('--production');

// VS Code 1.105 runs extensions on Node 22; Chromium of the same age reads ES2023
const node = { platform: 'node', target: 'node22', format: 'cjs' };
const browser = { platform: 'browser', target: 'es2023', format: 'iife' };

/**
 * The knowledge and everything pure ships once, as dist/core.js: the other bundles of the server load that file instead of carrying
 * a copy. In the browser it has been run before them and lies in `mailLogCore` (client/src/main.browser.ts).
 */
const sharedCore = {
  name: 'shared-core',
  setup(build) {
    const inBrowser = build.initialOptions.platform === 'browser';
    build.onResolve({ filter: /(^|\/)core\.ts$/ }, ({ path: imported, resolveDir, kind }) => {
      if (kind === 'entry-point' || path.resolve(resolveDir, imported) !== core) return undefined;
      return inBrowser ? { path: 'core', namespace: 'shared-core' } : { path: './core.js', external: true };
    });
    build.onLoad({ filter: /^core$/, namespace: 'shared-core' }, () => ({ contents: 'module.exports = self.mailLogCore.exports' }));
  },
};

/** Makes dist/core.js a module where there are modules, and leaves no other name behind where there are none. */
const anywhere = {
  banner: { js: '(function (module) { var exports = module.exports;' },
  footer: { js: '})(typeof module === "object" ? module : (self.mailLogCore = { exports: {} }));' },
};

/** Data is kept readable in the sources; engines read one compact JSON.parse faster than a large object literal. */
const compactJson = {
  name: 'compact-json',
  setup(build) {
    build.onLoad({ filter: /\.json$/ }, ({ path: file }) => {
      const { $schema, ...data } = JSON.parse(readFileSync(file, 'utf8'));
      return { contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(data))})`, loader: 'js' };
    });
  },
};

/** Each file in dist/ and where it starts. */
const bundles = {
  'client.js': { entry: 'client/src/main.node.ts', ...node, external: ['vscode'] },
  'client.browser.js': { entry: 'client/src/main.browser.ts', ...browser, format: 'cjs', external: ['vscode'] },
  'core.js': { entry: 'server/src/core.ts', ...node, ...anywhere },
  'server.js': { entry: 'server/src/main.node.ts', ...node, shared: true },
  'worker.js': { entry: 'server/src/worker.ts', ...node, shared: true },
  'cli.js': { entry: 'server/src/main.cli.ts', ...node, shared: true, banner: { js: '#!/usr/bin/env node' } },
  'server.browser.js': { entry: 'server/src/main.browser.ts', ...browser, shared: true },
  'report.js': { entry: 'client/src/report/main.ts', ...browser },
};

function optionsFor([file, { entry, shared, ...own }]) {
  return {
    ...own,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join(dist, file),
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    sourcesContent: false,
    legalComments: 'none',
    mainFields: own.platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    plugins: shared ? [sharedCore, compactJson] : [compactJson],
    metafile: true,
    logLevel: 'warning',
    // import.meta.url is for running the sources
    logOverride: { 'empty-import-meta': 'silent' },
  };
}

function outputsOf({ metafile }) {
  return Object.entries(metafile.outputs).map(([file, { bytes, inputs }]) => ({ file: path.resolve(root, file), bytes, inputs }));
}

/** Bundles that share the core must not carry knowledge of their own, nor more than small change of what the core holds already. */
function checkSharing(outputs) {
  const held = outputs.find(({ file }) => path.basename(file) === 'core.js')?.inputs ?? {};
  for (const { file, inputs } of outputs.filter(({ file }) => bundles[path.basename(file)]?.shared)) {
    const copied = Object.entries(inputs).find(
      ([input, { bytesInOutput }]) => input.startsWith('server/data/') || (input in held && bytesInOutput > 4096),
    );
    if (copied) throw new Error(`${path.relative(root, file)} carries a copy of ${copied[0]}: import it through server/src/core.ts`);
  }
}

/** What is in a bundle without being an input: the compiled scanner (server/scanner) holds parts of its language's runtime. */
const compiledIn = { 'server/src/ordinary/program.ts': 'node_modules/assemblyscript' };

/** The licences of the libraries that are in the bundles, which most of them ask to be passed on. */
function writeNotices(outputs) {
  const inputs = outputs.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap((input) => compiledIn[input] ?? /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(path.join(root, folder)).filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry));
    const texts = files.map((file) => readFileSync(path.join(root, folder, file), 'utf8').trim());
    const text = texts.join('\n\n') || `Licence: ${license}`;
    return `${name} ${version}\n\n${text}\n`;
  });
  writeFileSync(path.join(dist, 'THIRD-PARTY-NOTICES.txt'), `Mail Log holds these libraries:\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`);
}

function removeLeftovers(written) {
  for (const name of readdirSync(dist)) {
    const file = path.join(dist, name);
    if (!written.has(file) && /\.(js|css|map)$/.test(name)) rmSync(file);
  }
}

async function buildOnce(selected) {
  const results = await Promise.all(selected.map((bundle) => esbuild.build(optionsFor(bundle))));
  const outputs = results.flatMap(outputsOf);
  checkSharing(outputs);
  writeNotices(outputs);
  removeLeftovers(new Set(outputs.map(({ file }) => file)));
  const code = outputs.filter(({ file }) => !file.endsWith('.map'));
  for (const { file, bytes } of code) console.log(`${path.relative(root, file).padEnd(24)} ${(bytes / 1024).toFixed(1).padStart(8)} KiB`);
}

async function watch(selected) {
  const report = {
    name: 'report',
    setup: (build) =>
      void build.onEnd(({ errors }) => console.log(`${errors.length ? 'failed' : 'built'} ${path.basename(build.initialOptions.outfile)}`)),
  };
  const contexts = await Promise.all(
    selected.map((bundle) => esbuild.context({ ...optionsFor(bundle), plugins: [...optionsFor(bundle).plugins, report] })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('watching');
}

const missing = Object.values(bundles).filter(({ entry }) => !existsSync(path.join(root, entry)));
for (const { entry } of missing) console.error(`${entry} does not exist`);
const selected = Object.entries(bundles).filter(([, bundle]) => !missing.includes(bundle));
mkdirSync(dist, { recursive: true });
try {
  await (process.argv.includes('--watch') ? watch(selected) : buildOnce(selected));
  if (existsSync(path.join(dist, 'cli.js'))) chmodSync(path.join(dist, 'cli.js'), 0o755);
} catch (error) {
  if (!error.errors) console.error(String(error)); // esbuild has printed its own
  process.exitCode = 1;
}
if (production && missing.length > 0) process.exitCode = 1; // while developing, the other bundles are worth having
