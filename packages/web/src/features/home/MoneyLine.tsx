import type { DaoInfo, Overview } from '@usufruct/sdk/http/routes/dao'
import { testIds } from '../../app/testIds.ts'
import { Money } from '../../ui/Money.tsx'
import { moneyParts } from './moneyParts.ts'

/** Every coin that came in, and where it is. The parts add up to what was sold, to the last unit. */
export function MoneyLine({ money, dao }: { money: Overview['money']; dao: DaoInfo }) {
  const sold = BigInt(money.sold)
  const parts = moneyParts(money)
  // For the width of a bar only: money itself never becomes a floating-point number.
  const widthOf = (value: bigint) => (sold === 0n ? 0 : Number((value * 10_000n) / sold) / 100)

  return (
    <section className="card" aria-labelledby="money-title" data-testid={testIds.moneyLine}>
      <div className="row row-between">
        <h2 id="money-title">Where the money went</h2>
        <p className="soft small">
          Taken by members so far: <Money value={money.claimed} coin={dao.coin} />
        </p>
      </div>
      <div className="money-bar" aria-hidden="true">
        {parts.map(({ id, value }) => (
          <span key={id} data-part={id} style={{ width: `${widthOf(value)}%` }} />
        ))}
      </div>
      <p className="money-sum">
        <span className="money-term money-total">
          <strong>
            <Money value={sold} coin={dao.coin} />
          </strong>
          <span>sold</span>
        </span>
        {parts.map(({ id, label, value }, at) => (
          <span key={id} className="money-term" data-part={id} data-sign={at === 0 ? '=' : '+'}>
            <strong>
              <Money value={value} coin={dao.coin} />
            </strong>
            <span>{label}</span>
          </span>
        ))}
      </p>
    </section>
  )
}
