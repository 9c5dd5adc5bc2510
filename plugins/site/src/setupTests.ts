import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A busy machine renders a table in more than the usual second.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(30_000);
