import { fixedSettings } from '@flyloft/plugin-site-node';
import express from 'express';
import request from 'supertest';
import { namesPath, namesRouter } from './namesRouter';

const answerOf = (settings: Parameters<typeof fixedSettings>[0]) =>
  request(express().use(namesRouter(fixedSettings(settings)))).get(namesPath);

it('tells anybody the names, and nothing else of the settings', async () => {
  const answer = await answerOf({
    'flyloft.site.name': 'Cloud desk',
    'flyloft.site.organization': 'Example Ltd',
    'flyloft.sessions.idleMinutes': 20,
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    portal: 'Cloud desk',
    organization: 'Example Ltd',
  });
  expect(answer.headers['cache-control']).toBe('no-store');
});

it('has a name of its own while nobody gave it one', async () => {
  expect((await answerOf({})).body).toEqual({
    portal: 'Flyloft',
    organization: '',
  });
});
