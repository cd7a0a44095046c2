import { defineConfig } from 'vitest/config'

const tests = (name: string, include: string[], rest: object = {}) => ({
  test: { name, include, exclude: ['**/node_modules/**', '**/dist/**'], ...rest },
})

/** Beside the code: `x.test.ts`; `x.kill.test.ts` kills processes and wants the machine to itself. */
export default defineConfig({
  test: {
    projects: [
      tests(
        'unit',
        ['packages/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', 'contracts/model/**/*.test.ts'],
        {
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.kill.test.ts'],
          // Loading the contracts, viem and the tagger anew for each of the files takes longer than half of the tests.
          isolate: false,
          testTimeout: 30_000,
        },
      ),
      tests('kill', ['packages/*/src/**/*.kill.test.ts'], { testTimeout: 240_000, hookTimeout: 60_000 }),
      tests('e2e', ['e2e/*.test.ts'], { testTimeout: 180_000, hookTimeout: 300_000 }),
      tests('soak', ['e2e/soak/*.test.ts'], { testTimeout: 600_000, hookTimeout: 240_000 }),
      tests('geth', ['e2e/geth/*.test.ts'], { testTimeout: 180_000 }),
      tests('runtimes', ['e2e/runtimes/*.test.ts'], { testTimeout: 300_000, hookTimeout: 300_000 }),
      tests('browser', ['e2e/browser/*.test.ts'], { testTimeout: 180_000, hookTimeout: 240_000 }),
    ],
  },
})
