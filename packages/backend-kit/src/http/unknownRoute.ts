import { NotFoundError } from '@backstage/errors';
import type { RequestHandler } from 'express';

/**
 * Answers what no route before it took.
 *
 * @param document - where the API's OpenAPI document is: `/openapi.json`.
 * @throws NotFoundError that names what was asked for, and the document.
 */
export function unknownRoute(document: string): RequestHandler {
  return (request, _response, next) => {
    const { method, baseUrl, path } = request;
    next(
      new NotFoundError(
        `There is no ${method} ${baseUrl}${path}; ${baseUrl}${document} lists what there is`,
      ),
    );
  };
}
