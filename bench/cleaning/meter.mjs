// Loaded before a program that is measured: leaves what it cost where USUFRUCT_METER says.
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const cost = { cpu: (userCPUTime + systemCPUTime) / 1e6, peakKiB: maxRSS }
    writeFileSync(process.env.USUFRUCT_METER, JSON.stringify(cost))
  })
