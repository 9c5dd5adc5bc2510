import type { Method, Route } from './route.ts';

/** A route with what its path's parameters are in this call. */
export interface FoundRoute {
  route: Route;
  pathParameters: Record<string, string>;
}

interface Branch {
  routes: Map<Method, Route>;
  fixed: Map<string, Branch>;
  /** At most one parameter per place: `{node}`, or `{volume*}` for the whole rest. */
  parameter?: { name: string; rest: boolean; branch: Branch };
}

/** The API tree, walked segment by segment; a fixed name wins over a parameter. */
export class RouteTable {
  private readonly root = emptyBranch();

  constructor(routes: Iterable<Route>) {
    for (const route of routes) this.add(route);
  }

  find(method: string, path: string): FoundRoute | undefined {
    const segments = segmentsOf(path);
    const pathParameters: Record<string, string> = {};
    let branch = this.root;
    for (const [index, segment] of segments.entries()) {
      const fixed = branch.fixed.get(segment);
      if (fixed) {
        branch = fixed;
        continue;
      }
      if (!branch.parameter) return undefined;
      const { name, rest } = branch.parameter;
      branch = branch.parameter.branch;
      pathParameters[name] = rest ? segments.slice(index).join('/') : segment;
      if (rest) break;
    }
    const route = branch.routes.get(method as Method);
    return route && { route, pathParameters };
  }

  private add(route: Route): void {
    let branch = this.root;
    for (const segment of segmentsOf(route.path)) {
      const parameter = /^\{([^}*]+)(\*?)\}$/.exec(segment);
      branch = parameter
        ? parameterBranch(
            branch,
            parameter[1] ?? '',
            parameter[2] === '*',
            route,
          )
        : fixedBranch(branch, segment);
    }
    if (branch.routes.has(route.method)) {
      throw new Error(`${route.method} ${route.path} is declared twice`);
    }
    branch.routes.set(route.method, route);
  }
}

const emptyBranch = (): Branch => ({ routes: new Map(), fixed: new Map() });

const segmentsOf = (path: string) =>
  path.split('/').filter(segment => segment !== '');

function fixedBranch(parent: Branch, segment: string): Branch {
  let branch = parent.fixed.get(segment);
  if (!branch) {
    branch = emptyBranch();
    parent.fixed.set(segment, branch);
  }
  return branch;
}

function parameterBranch(
  parent: Branch,
  name: string,
  rest: boolean,
  route: Route,
): Branch {
  if (!Object.hasOwn(route.parameters, name)) {
    throw new Error(`${route.path} has no schema for '${name}'`);
  }
  parent.parameter ??= { name, rest, branch: emptyBranch() };
  if (parent.parameter.name !== name || parent.parameter.rest !== rest) {
    throw new Error(
      `${route.path} calls '${name}' what another route calls '${parent.parameter.name}'`,
    );
  }
  return parent.parameter.branch;
}
