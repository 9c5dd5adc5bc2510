import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import {
  isSuitableNode,
  provideNode,
  requireBootstrapNode,
} from './nodeRuntime.mjs';

test('the running Node is used when Backstage and type stripping work in it', () => {
  const suitable = ['22.19.0', '22.23.3', '24.0.0', '24.21.0'];
  const unsuitable = ['18.20.0', '20.20.2', '22.18.0', '23.6.0', '26.0.0'];
  assert.deepEqual(
    [...suitable, ...unsuitable].filter(isSuitableNode),
    suitable,
  );
});

test('a Node too old even for the start script is named', () => {
  assert.throws(() => requireBootstrapNode('18.20.4'), {
    message: /This is Node 18\.20\.4; Flyloft starts with Node 20 or newer/,
  });
  requireBootstrapNode('20.0.0');
});

test('where no Node can be brought, it says which to install', async () => {
  await assert.rejects(
    provideNode({
      toolsDirectory: '/nowhere',
      logDirectory: '/nowhere',
      version: '20.20.2',
      platform: 'win32-x64',
    }),
    {
      message: /for win32-x64 it cannot be brought/,
      advice: /Install Node 24/,
    },
  );
});

test('a registry that cannot be reached is told as such', async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'node-'));
  const before = process.env.npm_config_registry;
  process.env.npm_config_registry = 'http://127.0.0.1:1/';
  process.env.npm_config_fetch_retries = '0';
  try {
    await assert.rejects(
      provideNode({
        toolsDirectory: home,
        logDirectory: home,
        version: '20.20.2',
      }),
      { message: /registry could not be reached while Node 2\d\./ },
    );
    assert.match(
      fs.readFileSync(path.join(home, 'install-node.log'), 'utf8'),
      /ECONNREFUSED/,
    );
  } finally {
    if (before === undefined) delete process.env.npm_config_registry;
    else process.env.npm_config_registry = before;
    delete process.env.npm_config_fetch_retries;
    fs.rmSync(home, { recursive: true });
  }
});
