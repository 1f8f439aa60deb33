// Calls a second of @pydantic/genai-prices on the mix of models of RatingBenchmark, one thread.
import { calcPrice } from '@pydantic/genai-prices';

const mix = [['openai', 'gpt-4o'], ['anthropic', 'claude-sonnet-4-5'], ['google', 'gemini-2.5-pro'], ['deepseek', 'deepseek-chat']];
const from = Date.parse('2025-10-01T00:00:00Z');
const rows = Array.from({ length: 4096 }, (_, i) => {
  const m = (i * 2654435761 >>> 8) % mix.length;
  const fresh = i * 7919 % 10000, read = i * 104729 % 50000, write = m === 1 ? i * 31 % 5000 : 0;
  return { provider: mix[m][0], model: mix[m][1], at: new Date(from + i / 4096 * 300 * 864e5),
    usage: { input_tokens: fresh + read + write, cache_read_tokens: read, cache_write_tokens: write, output_tokens: i * 13 % 2000 } };
});
function round(seconds) {
  const end = performance.now() + seconds * 1000;
  let n = 0, unpriced = 0;
  while (performance.now() < end) {
    for (const r of rows) {
      const p = calcPrice(r.usage, r.model, { providerId: r.provider, timestamp: r.at });
      if (!p) unpriced++;
    }
    n += rows.length;
  }
  return { n: n / seconds, unpriced };
}
round(2);
for (let i = 0; i < 3; i++) {
  const { n, unpriced } = round(3);
  console.log(`genai-prices: ${Math.round(n).toLocaleString('en')} calls/s${unpriced ? ', some without a price' : ''}`);
}
