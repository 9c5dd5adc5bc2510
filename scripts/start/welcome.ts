import type { LabDescription } from '../parts/lab/lab.ts';

/** What is printed once everything runs. */
export function welcome(url: string, lab: LabDescription | undefined): string {
  const lines = ['', `Flyloft is ready: ${url}`, ''];
  if (lab) {
    const { users, password } = lab.identity;
    const rows = users.map(user => [
      user.name,
      String(user.title ?? user.fullName ?? ''),
    ]);
    const width = Math.max(...rows.map(([name = '']) => name.length), 4);
    lines.push(
      'Sign in as one of these (a simulated data centre and directory):',
      '',
      ...rows.map(([name = '', title]) =>
        `  ${name.padEnd(width)}  ${title}`.trimEnd(),
      ),
      '',
      `  password: ${password}`,
      '',
    );
  }
  lines.push('Ctrl-C ends it; logs are in .data/logs.', '');
  return lines.join('\n');
}
