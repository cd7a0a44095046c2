// The peer as a program of its own: `node duckdbCopy.mjs CSV PARQUET THREADS`. It is told the words for missing
// values that we know by ourselves, so that both find the same types.
import { DuckDBInstance } from '@duckdb/node-api'

const [from, to, threads] = process.argv.slice(2)
const missing = "['', 'NA', 'N/A', 'null', 'NULL', 'NaN']"
const instance = await DuckDBInstance.create(':memory:', { threads })
const connection = await instance.connect()
await connection.run(`COPY (FROM read_csv('${from}', nullstr = ${missing})) TO '${to}' (FORMAT parquet)`)
