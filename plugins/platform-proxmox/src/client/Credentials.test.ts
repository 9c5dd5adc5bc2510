import { TicketCredentials, TokenCredentials } from './Credentials';
import { ProxmoxError } from './ProxmoxError';

const answer = (number: number) => ({
  ticket: `PVE:flyloft@pve:${number}`,
  CSRFPreventionToken: `csrf-${number}`,
});
const minutes = 60_000;

function aLogin() {
  let now = 0;
  let logins = 0;
  const post = jest.fn(
    async (_path: string, _fields: Record<string, string>) => {
      logins += 1;
      return answer(logins) as unknown;
    },
  );
  const credentials = new TicketCredentials('flyloft@pve', 'pw', () => now);
  return { post, credentials, pass: (time: number) => (now += time) };
}

it('sends a token in the form Proxmox takes', async () => {
  const token = new TokenCredentials('flyloft@pve!portal', 'secret');
  expect(await token.headers()).toEqual({
    authorization: 'PVEAPIToken=flyloft@pve!portal=secret',
  });
  expect(token.rejected()).toBe(false);
});

it('logs in once for many calls, and adds the CSRF token to changes only', async () => {
  const { credentials, post } = aLogin();
  const [get, put] = await Promise.all([
    credentials.headers('GET', post),
    credentials.headers('PUT', post),
  ]);
  expect(post).toHaveBeenCalledTimes(1);
  expect(get).toEqual({ cookie: 'PVEAuthCookie=PVE%3Aflyloft%40pve%3A1' });
  expect(put).toEqual({ ...get, CSRFPreventionToken: 'csrf-1' });
});

it('renews a ticket with itself before its two hours are over', async () => {
  const { credentials, post, pass } = aLogin();
  await credentials.headers('GET', post);
  pass(89 * minutes);
  await credentials.headers('GET', post);
  expect(post).toHaveBeenCalledTimes(1);
  pass(2 * minutes);
  await credentials.headers('GET', post);
  expect(post).toHaveBeenLastCalledWith('/access/ticket', {
    username: 'flyloft@pve',
    password: 'PVE:flyloft@pve:1',
  });
});

it('uses the password again when the ticket ran out or is refused', async () => {
  const { credentials, post, pass } = aLogin();
  await credentials.headers('GET', post);
  pass(3 * 60 * minutes);
  await credentials.headers('GET', post);
  expect(post).toHaveBeenLastCalledWith('/access/ticket', {
    username: 'flyloft@pve',
    password: 'pw',
  });

  pass(95 * minutes);
  post.mockRejectedValueOnce(
    new ProxmoxError('unauthenticated', { call: 'POST', reason: 'no' }),
  );
  await credentials.headers('GET', post);
  expect(post.mock.calls.at(-1)?.[1].password).toBe('pw');
});

it('logs in again after a 401, but not when another call did already', async () => {
  const { credentials, post } = aLogin();
  const old = await credentials.headers('GET', post);
  expect(credentials.rejected(old)).toBe(true);
  await credentials.headers('GET', post);
  expect(credentials.rejected(old)).toBe(true);
  await credentials.headers('GET', post);
  expect(post).toHaveBeenCalledTimes(2);
});

it('tries again after a failed login', async () => {
  const { credentials, post } = aLogin();
  post.mockRejectedValueOnce(new Error('down'));
  await expect(credentials.headers('GET', post)).rejects.toThrow('down');
  await expect(credentials.headers('GET', post)).resolves.toBeDefined();
});

it('says what to do about a second factor', async () => {
  const { credentials, post } = aLogin();
  post.mockResolvedValueOnce({ ...answer(1), NeedTFA: 1 });
  await expect(credentials.headers('GET', post)).rejects.toThrow(
    'needs a second factor: use an API token',
  );
});
