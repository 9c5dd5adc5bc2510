import path from 'node:path';
import { logDirectory, projectRoot } from '../bootstrap/paths.mjs';
import type { LabDescription } from '../parts/lab/lab.ts';

/** What is printed once everything runs. */
export function welcome(url: string, lab: LabDescription | undefined): string {
  const lines = ['', `Flyloft is ready: ${url}`, ''];
  if (lab) {
    const { users, password } = lab.identity;
    const rows = users.map(({ name, groups, mfa }) => ({
      name,
      title: `${groups.join(', ')}${mfa ? ' *' : ''}`,
    }));
    const width = Math.max(...rows.map(({ name }) => name.length));
    lines.push(
      'The data centre and the people are simulated. Sign in as one of them:',
      '',
      ...rows.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`),
      '',
      `  password: ${password}`,
      '  * is asked for a one-time code, which the page shows',
      '',
    );
  }
  lines.push(`Ctrl-C ends it; logs are in ${shownPath(logDirectory)}.`, '');
  return lines.join('\n');
}

/** As it is typed in the project's folder, or in full where it is elsewhere. */
function shownPath(directory: string): string {
  const inside = path.relative(projectRoot, directory);
  return inside.startsWith('..') ? directory : inside;
}
