import type { ListQuery, Page } from '@flyloft/kit-common';
import { InventoryCalls, type CallOptions } from '../client/InventoryCalls';
import type { CreatedToken, Token, TokenCreation } from './token';

/** Asks the inventory about the tokens of sources and scripts. */
export class TokenClient extends InventoryCalls {
  list(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Token>>('tokens', query, options);
  }

  /** Makes a token; its secret is in this answer and nowhere else. */
  create(token: TokenCreation, options?: CallOptions) {
    return this.post<CreatedToken>('tokens', token, options);
  }

  revoke(id: string, options?: CallOptions) {
    return this.post<Token>(
      `tokens/${encodeURIComponent(id)}/revoke`,
      {},
      options,
    );
  }
}
