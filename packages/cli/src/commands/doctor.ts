import { UsufructError } from '@usufruct/sdk/domain/errors'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { checkDisk } from '../doctor/checkDisk.ts'
import { checkHome } from '../doctor/checkHome.ts'
import { checkModules } from '../doctor/checkModules.ts'
import { checkNode } from '../doctor/checkNode.ts'
import { checkPort } from '../doctor/checkPort.ts'
import { plain } from '../io.ts'

export const addDoctor = (program: Command, cli: Cli): Command =>
  program
    .command('doctor')
    .description('check what a DAO on this machine needs')
    .action(async () => {
      const home = cli.home()
      const checks = await Promise.all([
        checkNode(process.versions.node),
        checkModules(),
        checkHome(home),
        checkDisk(home),
        checkPort(await cli.nodeUrl()),
      ])
      const bad = checks.filter(({ ok }) => !ok)
      cli.print({ ok: bad.length === 0, home, checks }, () =>
        checks
          .map(({ ok, name, found, hint }) =>
            [
              `${ok ? cli.style.green('✓') : cli.style.red('✗')} ${name}: ${plain(found)}\n`,
              ...(ok ? [] : [`  ${plain(hint)}\n`]),
            ].join(''),
          )
          .join(''),
      )
      if (bad.length > 0)
        throw new UsufructError({
          code: 'DOCTOR_FOUND',
          kind: 'unreachable',
          message: `${bad.length} of ${checks.length} things are not as they should be: ${bad.map(({ name }) => name).join(', ')}.`,
          hint: bad.map(({ hint }) => hint).join(' '),
          details: { checks: bad.map(({ name }) => name) },
        })
    })
