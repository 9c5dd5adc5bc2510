import { Entity } from '@backstage/catalog-model';
import {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';

/** A catalog that does at once what the real one does in the background. */
export class CatalogInMemory implements EntityProviderConnection {
  entities: Entity[] = [];

  async applyMutation(mutation: EntityProviderMutation): Promise<void> {
    if (mutation.type !== 'full') throw new Error('Only full mutations.');
    this.entities = mutation.entities.map(({ entity }) => entity);
  }

  async refresh(): Promise<void> {}

  get service() {
    return catalogServiceMock.mock({
      queryEntities: async request =>
        catalogServiceMock({ entities: this.entities }).queryEntities(request),
    });
  }

  namesOf(kind: string): string[] {
    return this.entities
      .filter(entity => entity.kind === kind)
      .map(entity => entity.metadata.name)
      .sort();
  }

  memberOf(user: string): unknown {
    return this.entities.find(
      ({ kind, metadata }) => kind === 'User' && metadata.name === user,
    )?.spec?.memberOf;
  }
}
