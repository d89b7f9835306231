// `npm test [-- STEP...] [--only WORDS]`: runs every step, or those whose name begins with a given word, and ends with one line: N passed, N failed.
// --only restricts the editor suites to tests whose name holds these words, and all other tests to files whose path holds them.
// A new folder with *.test.ts files below test/ is a step at once; anything else is added to the list below.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { editorSteps } from '../editor/run.ts';
import { pinnedNode, root } from '../setup/pinned.mjs';
import { nodeTestStep, testFiles } from './node-tests.ts';
import { commandStep, runSteps, type Step } from './step.ts';

const tool = (name: string) => path.join(root, 'node_modules/.bin', name);

/** The folders with node:test files and what they are called; each must hold tests. Folders that are not named here run after these. */
const folders: Record<string, string> = {
  unit: 'unit and properties',
  golden: 'golden logs',
  grammar: 'grammar',
  protocol: 'protocol',
  cli: 'command line',
  report: 'report page',
  workbench: 'reload of the window',
  package: 'package contents',
};

function testFolders(only = ''): Step[] {
  const found = testFiles()
    .filter((file) => file.includes(only))
    .map((file) => file.split('/')[1] ?? '');
  const wanted = only === '' ? [...Object.keys(folders), ...found] : found;
  return [...new Set(wanted)].map((folder) => nodeTestStep(folders[folder] ?? folder, folder, only));
}

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });

const steps: Step[] = [
  commandStep('lint', tool('biome'), 'check', '--error-on-warnings', '.'),
  commandStep('types', tool('tsc'), '-p', '.'),
  commandStep('types: the report page', tool('tsc'), '-p', 'client/src/report'),
  commandStep('types: pure code knows no host', tool('tsc'), '-p', 'server/tsconfig.pure.json'),
  commandStep('build', pinnedNode, 'esbuild.mjs', '--production'),
  ...testFolders(values.only),
  ...editorSteps(values.only),
];

const { passed, failed } = await runSteps(steps.filter(({ name }) => positionals.length === 0 || positionals.some((word) => name.startsWith(word))));
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
