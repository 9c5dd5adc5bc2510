export { signInModule } from './signInModule';
export { oidcApiRef } from './oidcApi';
