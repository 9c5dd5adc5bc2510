export { ApiError } from './ApiError.ts';
export type { Cut, Interceptor, Reply, RequestSummary } from './interceptor.ts';
export { route } from './route.ts';
export type {
  Call,
  Caller,
  Method,
  ParameterSchema,
  ParameterSchemas,
  PermissionCheck,
  Route,
} from './route.ts';
export { startApiServer } from './apiServer.ts';
export type { ApiServer, ApiServerOptions } from './apiServer.ts';
export { splitList } from './requestParameters.ts';
