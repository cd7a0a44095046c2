// Prints the JSON Schemas that the SDK's models give, as one JSON object of texts by path. `generate.mjs` runs it
// with tsx, since it is plain Node itself.
import { termsSchemaText } from '@usufruct/sdk/terms/schema'

console.log(JSON.stringify({ 'legal/schemas/license-terms-1.schema.json': termsSchemaText() }))
