import { authentication } from './authentication.ts';
import { calls } from './calls.ts';
import { consoles } from './consoles.ts';
import type { HttpCase } from './HttpCase.ts';
import { bodies, protocol } from './protocol.ts';

/** Every case that is one request and one answer, by the vector's name. */
export const httpCases: Readonly<Record<string, HttpCase>> = {
  ...authentication,
  ...calls,
  ...bodies,
  ...protocol,
  ...consoles,
};
