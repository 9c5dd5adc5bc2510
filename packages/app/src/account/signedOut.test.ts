import { recallSignedOut, rememberSignedOut } from './signedOut';

it('recalls a sign-out once, so that the next visit is not told of it', () => {
  expect(recallSignedOut(sessionStorage)).toBe(false);
  rememberSignedOut(sessionStorage);
  expect(recallSignedOut(sessionStorage)).toBe(true);
  expect(recallSignedOut(sessionStorage)).toBe(false);
});
