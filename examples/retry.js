// Retries calls that fail: a busy carrier is asked again, a country nobody delivers to is given up, and an answer that
// takes too long loses a race.
// Shows: try/catch/finally around await, Error subclasses with cause, instanceof, Promise.allSettled, Promise.race.

class QuoteError extends Error {
  name = 'QuoteError';
  constructor(country, attempts, options) {
    super(`no quote for ${country} after ${attempts} attempts`, options);
    this.country = country;
    this.attempts = attempts;
  }
}

const log = [];

async function quote(country, weightGrams, attemptsMax = 3) {
  let lastError;
  let attempt = 1;
  try {
    for (; attempt <= attemptsMax; attempt++) {
      try {
        return await callTool('shipping:quote', { country, weightGrams, attempt });
      } catch (error) {
        lastError = error;
        log.push(`${country} ${attempt} failed`);
        if (attempt < attemptsMax) await callTool('clock:wait', { milliseconds: 5 * attempt });
      }
    }
    throw new QuoteError(country, attemptsMax, { cause: lastError });
  } finally {
    console.log(`${country}: ${Math.min(attempt, attemptsMax)} of ${attemptsMax} attempts`);
  }
}

const countries = ['DE', 'FR', 'US', 'XX'];
const settled = [];
for (const country of countries) settled.push(...(await Promise.allSettled([quote(country, 1250)])));

const quotes = settled.flatMap(({ status, value }) => (status === 'fulfilled' ? [value] : []));
const failures = settled
  .filter(({ status }) => status === 'rejected')
  .map(({ reason }) => {
    if (!(reason instanceof QuoteError)) throw reason;
    return { country: reason.country, message: reason.message, hasCause: reason.cause instanceof Error };
  });

const winner = await Promise.race([
  callTool('clock:wait', { milliseconds: 2000 }).then(() => 'slow'),
  callTool('shipping:quote', { country: 'DE', weightGrams: 500 }).then(({ days }) => `quick: ${days} days`),
]);

const cheapest = quotes.reduce((best, each) => (each.cents < best.cents ? each : best));
return { cheapest, quotes: quotes.length, failures, log, winner };
