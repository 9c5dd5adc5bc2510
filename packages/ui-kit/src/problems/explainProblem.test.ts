import { ResponseError } from '@backstage/errors';
import { explainProblem } from './explainProblem';

async function answered(status: number, error: object) {
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: 'x',
    url: 'http://localhost/api/inventory/guests',
    redirected: false,
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () =>
      JSON.stringify({
        error: { name: 'Error', message: 'Stated by the server', ...error },
        request: { method: 'GET', url: '/api/inventory/guests' },
        response: { statusCode: status },
      }),
  } as Response);
}

describe('explainProblem', () => {
  it.each([
    [403, 'refused'],
    [401, 'refused'],
    [404, 'missing'],
    [400, 'invalid'],
    [409, 'conflict'],
    [503, 'unavailable'],
    [500, 'failed'],
  ])(
    'takes status %i as %s, in the words of the server',
    async (status, kind) => {
      const problem = explainProblem(await answered(status, {}));
      expect(problem.kind).toBe(kind);
      expect(problem.message).toBe('Stated by the server');
    },
  );

  it("quotes the server's own id, and otherwise the request", async () => {
    expect(
      explainProblem(await answered(500, { errorId: 'e-17' })).errorId,
    ).toBe('e-17');
    expect(explainProblem(await answered(500, {})).errorId).toBe(
      'GET /api/inventory/guests, 500',
    );
  });

  it('tells no answer at all from a refusal', () => {
    expect(explainProblem(new TypeError('Failed to fetch')).kind).toBe(
      'offline',
    );
  });
});
