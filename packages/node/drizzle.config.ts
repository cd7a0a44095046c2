import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/db/schema.ts',
    './src/db/anchorSchema.ts',
    './src/db/lookSchema.ts',
    './src/db/nearSchema.ts',
    './src/db/reviewSchema.ts',
    './src/db/serverSchema.ts',
    './src/db/takedownSchema.ts',
  ],
  out: './src/db/migrations',
})
