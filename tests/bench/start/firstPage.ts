import { findChromium } from '../../../scripts/parts/browser/findChromium.ts';
import { launchBrowser } from '../../harness/browser.ts';
import type { Figure } from '../bench.ts';
import { median } from '../figures.ts';

const kilobyte = 1000;
const deadlineMilliseconds = 60_000;

/**
 * What a browser with an empty cache fetches until the sign-in page can be
 * used, and how long that takes; nothing where there is no browser.
 */
export async function firstPage(
  url: string,
  rounds: number,
): Promise<Figure[]> {
  if ('missing' in (await findChromium())) return [];
  const browser = await launchBrowser();
  try {
    const seconds: number[] = [];
    let bytes = 0;
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const client = await context.newCDPSession(page);
      await client.send('Network.enable');
      bytes = 0;
      client.on('Network.loadingFinished', event => {
        bytes += event.encodedDataLength;
      });
      const began = performance.now();
      await page.goto(url);
      await page
        .getByRole('button', { name: /sign in/i })
        .first()
        .waitFor({ timeout: deadlineMilliseconds });
      seconds.push((performance.now() - began) / 1000);
      // Not until the network is idle: an answer that must not be stored counts
      // as under way until somebody reads its body, and a refusal's nobody does.
      await page.waitForLoadState('load', { timeout: deadlineMilliseconds });
      await context.close();
    }
    return [
      {
        what: 'first page, until it can be used',
        value: median(seconds),
        unit: 's',
      },
      { what: 'first page, fetched', value: bytes / kilobyte, unit: 'kB' },
    ];
  } finally {
    await browser.close();
  }
}
