/**
 * Finds a Chromium that runs on this machine: the one named by
 * FLYLOFT_CHROMIUM, an installed one, or the one that npm carries (which
 * brings the libraries it needs, too).
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { dataDirectory } from '../../bootstrap/paths.mjs';

export interface Chromium {
  path: string;
  version: string;
  /** What its process needs beside the usual environment. */
  env: Record<string, string>;
}

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome'];
const HOW_TO_GET =
  'Chromium does not start here; install one ("apt-get install chromium") or name one in FLYLOFT_CHROMIUM';

/** The browser, or one line on how to get one. */
export async function findChromium(): Promise<Chromium | { missing: string }> {
  const named = process.env.FLYLOFT_CHROMIUM;
  if (named) {
    return (
      tryChromium(named, {}) ?? {
        missing: `FLYLOFT_CHROMIUM=${named} does not start`,
      }
    );
  }
  for (const name of INSTALLED) {
    const found = onPath(name);
    const works = found && tryChromium(found, {});
    if (works) return works;
  }
  const packed = await unpackChromium();
  return (
    (packed && tryChromium(packed.path, packed.env)) ?? {
      missing: HOW_TO_GET,
    }
  );
}

function tryChromium(
  file: string,
  env: Record<string, string>,
): Chromium | undefined {
  const { status, stdout } = spawnSync(file, ['--version', '--no-sandbox'], {
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, ...env },
  });
  return status === 0 ? { path: file, version: stdout.trim(), env } : undefined;
}

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map(directory => path.join(directory, name))
    .find(file => fs.existsSync(file));
}

/**
 * Unpacks npm's Chromium once per version. Its own code would unpack to the
 * machine's temporary directory, under names that any other project shares.
 */
async function unpackChromium() {
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve('@sparticuz/chromium');
  } catch {
    return undefined;
  }
  const home = path.dirname(path.dirname(entry));
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { version } = JSON.parse(
    fs.readFileSync(path.join(home, 'package.json'), 'utf8'),
  );
  const target = path.join(dataDirectory, 'tools', `chromium-${version}`);
  if (!fs.existsSync(target)) unpackInto(target, path.join(home, 'bin'));
  nameFonts(path.join(target, 'fonts'));
  return {
    path: path.join(target, 'chromium'),
    env: {
      LD_LIBRARY_PATH: path.join(target, 'al2023/lib'),
      FONTCONFIG_PATH: path.join(target, 'fonts'),
    },
  };
}

/**
 * The packed settings look for fonts where Amazon's functions have them. With
 * no font at all, Chromium ends at the first form control it draws.
 */
function nameFonts(directory: string): void {
  const escaped = directory.replace(
    /[&<>]/g,
    char => `&#${char.charCodeAt(0)};`,
  );
  fs.writeFileSync(
    path.join(directory, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${escaped}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${escaped}/cache</cachedir>
</fontconfig>
`,
  );
}

function unpackInto(target: string, packed: string): void {
  const draft = `${target}.${process.pid}`;
  fs.mkdirSync(draft, { recursive: true });
  const files = ['chromium', 'fonts.tar', 'al2023.tar'].map(name =>
    path.join(packed, `${name}.br`),
  );
  const script = `import { inflate } from '@sparticuz/chromium';
    for (const file of process.argv.slice(1)) await inflate(file);`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script, ...files],
    {
      encoding: 'utf8',
      cwd: path.resolve(import.meta.dirname, '../../..'),
      env: { ...process.env, TMPDIR: draft },
    },
  );
  if (status !== 0) throw new Error(`Chromium was not unpacked: ${stderr}`);
  try {
    fs.renameSync(draft, target);
  } catch (error) {
    // Another run was faster; its copy is as good.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    fs.rmSync(draft, { recursive: true, force: true });
  }
}
