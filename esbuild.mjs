// Builds the bundles in dist/. `npm run build [-- --production | --watch]`
// default: readable, with source maps; --production: minified, without maps; --watch: builds again whenever a file changes.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(root, 'dist');
const production = process.argv.includes('--production');

// VS Code 1.105 runs extensions on Node 22; Chromium of the same age reads ES2023
const node = { platform: 'node', target: 'node22', format: 'cjs', supported: { 'dynamic-import': false } };
const browser = { platform: 'browser', target: 'es2023', format: 'iife' };

/**
 * What several bundles of the server need ships once: they load these files instead of carrying copies. In the browser dist/core.js has been
 * run before them and lies in `mailLogCore` (client/src/main.browser.ts).
 */
const sharedFiles = { 'server/src/core.ts': './core.js', 'server/src/source/node/unpackers.ts': './unpack.js' };

const shareFiles = {
  name: 'share-files',
  setup(build) {
    const inBrowser = build.initialOptions.platform === 'browser';
    build.onResolve({ filter: /\/(core|unpackers)\.ts$/ }, ({ path: imported, resolveDir, kind }) => {
      const file = sharedFiles[path.relative(root, path.resolve(resolveDir, imported))];
      if (kind === 'entry-point' || !file) return undefined;
      return inBrowser ? { path: 'core', namespace: 'shared' } : { path: file, external: true };
    });
    build.onLoad({ filter: /^core$/, namespace: 'shared' }, () => ({ contents: 'module.exports = self.mailLogCore.exports' }));
  },
};

/** Makes a file a module where there are modules, and leaves no other name behind than this one where there are none. */
const anywhere = (name) => ({
  banner: { js: '(function (module, load) { var exports = module.exports;' },
  footer: {
    js: `})(...(typeof module === "object"
      ? [module, { knowledge: () => require("node:fs").readFileSync(__dirname + "/knowledge.js", "latin1"), re2: () => require("./re2.js") }]
      : [(self.${name} = { exports: {} }), { knowledge: () => self.mailLogKnowledge, re2: () => self.mailLogRe2.exports }]));`,
  },
});

/** RE2 is a fourth of the code, and for rules of users only: dist/re2.js is loaded when one is read; a browser's worker runs it at its start. */
const lazyRe2 = {
  name: 'lazy-re2',
  setup(build) {
    build.onResolve({ filter: /^re2js$/ }, () => ({ path: 're2js', namespace: 'lazy' }));
    build.onLoad({ filter: /^re2js$/, namespace: 'lazy' }, () => ({ contents: 'module.exports = { get RE2JS() { return load.re2().RE2JS; } };' }));
  },
};

/** In the bundles the knowledge is not among the code: engines read dist/knowledge.js many times faster than code, and most of it only when asked. */
const packedKnowledge = {
  name: 'packed-knowledge',
  setup(build) {
    build.onResolve({ filter: /^\.\/shipped\.ts$/ }, ({ resolveDir }) => ({ path: path.join(resolveDir, 'shipped.packed.ts') }));
  },
};

/**
 * Makes dist/knowledge.js: runs the bundle that packs the knowledge and writes what it makes, in place of the bundle. The text is a script,
 * so that a browser's worker can load it as it loads the code; Node reads it as a file.
 */
const writeKnowledge = {
  name: 'write-knowledge',
  setup(build) {
    build.initialOptions.write = false;
    build.onEnd(({ outputFiles = [] }) => {
      for (const { path: file, text: code } of outputFiles) {
        const module = { exports: {} };
        new Function('module', code)(module);
        const text = module.exports.text.replace(/[`$]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
        writeFileSync(file, `self.mailLogKnowledge=String.raw\`${text}\``);
      }
    });
  },
};

/** Each file in dist/ and where it starts. */
const bundles = {
  'client.js': { entry: 'client/src/main.node.ts', ...node, external: ['vscode'] },
  'client.browser.js': { entry: 'client/src/main.browser.ts', ...browser, format: 'cjs', external: ['vscode'] },
  'knowledge.js': { entry: 'server/src/knowledge/packing.ts', ...node, sourcemap: false, plugins: [writeKnowledge] },
  'core.js': { entry: 'server/src/core.ts', ...node, ...anywhere('mailLogCore'), plugins: [packedKnowledge, lazyRe2] },
  're2.js': { entry: 'node_modules/re2js/build/index.js', ...node, ...anywhere('mailLogRe2') },
  'unpack.js': { entry: 'server/src/source/node/unpackers.ts', ...node },
  'server.js': { entry: 'server/src/main.node.ts', ...node, shared: true },
  'worker.js': { entry: 'server/src/worker.ts', ...node, shared: true },
  'cli.js': { entry: 'server/src/main.cli.ts', ...node, shared: true, banner: { js: '#!/usr/bin/env node' } },
  'server.browser.js': { entry: 'server/src/main.browser.ts', ...browser, shared: true },
  'report.js': { entry: 'client/src/report/main.ts', ...browser },
};

function optionsFor([file, { entry, shared, plugins = [], ...own }]) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join(dist, file),
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    sourcesContent: false,
    legalComments: 'none',
    mainFields: own.platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    plugins: [...plugins, ...(shared ? [shareFiles] : [])],
    metafile: true,
    logLevel: 'warning',
    // import.meta.url is for running the sources
    logOverride: { 'empty-import-meta': 'silent' },
    ...own,
  };
}

function outputsOf({ metafile }) {
  return Object.entries(metafile.outputs).map(([file, { inputs }]) => ({ file: path.resolve(root, file), inputs }));
}

/** Bundles that share files must not carry knowledge of their own, nor more than small change of what the shared files hold already. */
function checkSharing(outputs) {
  const shared = outputs.filter(({ file }) => Object.values(sharedFiles).includes(`./${path.basename(file)}`));
  const held = Object.assign({}, ...shared.map(({ inputs }) => inputs));
  for (const { file, inputs } of outputs.filter(({ file }) => bundles[path.basename(file)]?.shared)) {
    const copied = Object.entries(inputs).find(
      ([input, { bytesInOutput }]) => input.startsWith('server/data/') || (input in held && bytesInOutput > 4096),
    );
    if (copied)
      throw new Error(`${path.relative(root, file)} carries a copy of ${copied[0]}: import it through ${Object.keys(sharedFiles).join(' or ')}`);
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
  for (const { file } of code) console.log(`${path.relative(root, file).padEnd(24)} ${(statSync(file).size / 1024).toFixed(1).padStart(8)} KiB`);
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
