import type { RequestHandler } from 'express';

/**
 * Lets no browser or proxy keep an answer of the API: some hold tokens, such as
 * those of sign-in's renewal, and all hold what one person may see. A route that
 * knows better says so itself.
 */
export const keptNowhere: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};
