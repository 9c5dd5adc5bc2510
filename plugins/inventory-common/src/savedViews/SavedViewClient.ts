import { InventoryCalls, type CallOptions } from '../client/InventoryCalls';
import type {
  SavedView,
  SavedViews,
  ViewChange,
  ViewCreation,
  ViewedList,
} from './savedView';

const pathOf = (id: string) => `saved-views/${encodeURIComponent(id)}`;

/** The saved views of lists, for pages. */
export class SavedViewClient extends InventoryCalls {
  /** What the caller may use of one list. */
  list(list: ViewedList, options?: CallOptions) {
    return this.get<SavedViews>('saved-views', { list }, options);
  }

  /** One view, also a deleted one: a link to it must be able to say so. */
  find(id: string, options?: CallOptions) {
    return this.get<SavedView>(pathOf(id), {}, options);
  }

  create(view: ViewCreation, options?: CallOptions) {
    return this.post<SavedView>('saved-views', view, options);
  }

  change(id: string, view: ViewChange, options?: CallOptions) {
    return this.post<SavedView>(pathOf(id), view, options);
  }

  delete(id: string, options?: CallOptions) {
    return this.post<SavedView>(`${pathOf(id)}/delete`, {}, options);
  }
}
