// The peer, as a program of its own: `node duckdbCopy.mjs CSV PARQUET THREADS`
import { DuckDBInstance } from '@duckdb/node-api'

const [from, to, threads] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', { threads })
const connection = await instance.connect()
await connection.run(`COPY (FROM read_csv('${from}')) TO '${to}' (FORMAT parquet)`)
