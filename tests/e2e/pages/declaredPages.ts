/** The pages that exist, read from where they are declared. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../../scripts/bootstrap/paths.mjs';

/** The feature's pages are declared in our own sources, where they are read from. */
const declared = 'declared';

/**
 * The features that `App.tsx` names, with the pages that Backstage's own ones
 * bring. A feature that is missing here fails the enumeration.
 */
const pagesOfFeatures: Record<string, string[] | typeof declared> = {
  signInModule: declared,
  shellModule: declared,
  themeModule: declared,
  errorsModule: declared,
  storageModule: declared,
  homePlugin: declared,
  inventoryPlugin: declared,
  auditPlugin: declared,
  sessionsPlugin: declared,
  sitePlugin: declared,
  sessionModule: declared,
  settingsPlugin: declared,
  catalogFeature: ['/catalog', '/catalog/:namespace/:kind/:name'],
  graphFeature: ['/catalog-graph'],
  // Cards on the pages of groups and users.
  orgPlugin: [],
};

/** Every route that shows a page, as it is declared; `:id` is a thing's own. */
export function declaredPages(): string[] {
  return [...new Set([...ownPages(), ...featurePages()])].sort();
}

function ownPages(): string[] {
  return frontendSources().flatMap(file => pagesIn(file));
}

function featurePages(): string[] {
  const app = parse(path.join(projectRoot, 'packages/app/src/App.tsx'));
  return featuresOf(app).flatMap(feature => {
    const pages = pagesOfFeatures[feature];
    if (!pages) {
      throw new Error(
        `App.tsx has the feature ${feature}: say in declaredPages.ts which pages it brings`,
      );
    }
    return pages === declared ? [] : pages;
  });
}

function featuresOf(source: ts.SourceFile): string[] {
  const names: string[] = [];
  visit(source, node => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'features' &&
      ts.isArrayLiteralExpression(node.initializer)
    ) {
      names.push(...node.initializer.elements.map(one => one.getText()));
    }
  });
  return names;
}

function frontendSources(): string[] {
  return ['packages', 'plugins']
    .flatMap(group =>
      fs.globSync(`${group}/*/src/**/*.tsx`, { cwd: projectRoot }),
    )
    .filter(file => !/\.test\.tsx$/.test(file))
    .map(file => path.join(projectRoot, file));
}

/** The pages of one file: each `PageBlueprint.make`, and the routes in it. */
function pagesIn(file: string): string[] {
  const text = fs.readFileSync(file, 'utf8');
  if (!text.includes('PageBlueprint')) return [];
  const source = parse(file);
  const found: string[] = [];
  visit(source, node => {
    if (!isPageBlueprint(node)) return;
    const at = pathOf(node, file);
    // Pages that trim one of Backstage's keep its path and stand in the table.
    if (at === undefined) return;
    found.push(at);
    if (/withDetail\(|path=":id"/.test(node.getText())) found.push(`${at}/:id`);
  });
  return found;
}

function isPageBlueprint(node: ts.Node): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    /^PageBlueprint\s*\.make/.test(node.expression.getText())
  );
}

function pathOf(call: ts.CallExpression, file: string): string | undefined {
  let found: string | undefined;
  visit(call, node => {
    if (found !== undefined || !ts.isPropertyAssignment(node)) return;
    if (node.name.getText() !== 'path') return;
    found = ts.isStringLiteral(node.initializer)
      ? node.initializer.text
      : namedPath(node.initializer.getText(), file);
  });
  return found;
}

/** `paths.guests` by the table `paths` beside the pages. */
function namedPath(expression: string, file: string): string {
  const [table, key] = expression.split('.');
  const source = parse(path.join(path.dirname(file), `${table}.ts`));
  let found: string | undefined;
  visit(source, node => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText() === key &&
      ts.isStringLiteral(node.initializer)
    ) {
      found ??= node.initializer.text;
    }
  });
  if (!found) throw new Error(`${file}: the path ${expression} is not known`);
  return found;
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(
    file,
    fs.readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild(child => visit(child, look));
}
