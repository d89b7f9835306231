// `npm run package [-- --out FILE.vsix]`: builds for release and packs the extension.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { execute } from '../runner/step.ts';
import { pinnedNode, root } from '../setup/pinned.mjs';

/** Builds for release and packs the extension into a file; everything is bundled, so no node_modules go with it. */
export async function pack(packagePath: string): Promise<void> {
  if ((await execute(pinnedNode, ['esbuild.mjs', '--production'])) !== 0) throw new Error('the build failed');
  await createVSIX({ cwd: root, packagePath, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const file = values.out ? path.resolve(process.env.INIT_CWD ?? '.', values.out) : path.join(root, `${name}-${version}.vsix`);
  await pack(file);
}
