import type { DaoInfo } from '@usufruct/sdk/http/routes/dao'
import { Fragment } from 'react'
import { Link } from 'react-router-dom'
import { testIds } from '../../app/testIds.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { Callout } from '../../ui/Callout.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { Page } from '../../ui/Page.tsx'
import { duration } from '../../ui/time.ts'
import './about.css'

type Charter = DaoInfo['charter']

const wrapperWords: Record<Charter['wrapper']['kind'], string> = {
  none: 'No legal form',
  duna: 'Decentralized unincorporated nonprofit association (DUNA)',
  llc: 'Limited liability company',
  cooperative: 'Cooperative',
  association: 'Association',
  foundation: 'Foundation',
}

const dutyLook: Record<Charter['duties'][number]['state'], { pill: string; look: string; icon: IconName }> = {
  kept: { pill: 'Kept', look: 'pill-good', icon: 'check' },
  near: { pill: 'Near its limit', look: 'pill-attention', icon: 'alert' },
  broken: { pill: 'Broken', look: 'pill-bad', icon: 'alert' },
  'cannot-tell': { pill: 'For people to judge', look: '', icon: 'info' },
}

const takes: Record<Charter['personalData'], string> = {
  none: 'Nothing about people',
  pseudonymous: 'Data about people, without their names',
  yes: 'Data about people; nothing on health or the like',
  'special-category': 'Data about people, also on health or the like',
}

const contracts = [
  { name: 'members', what: 'Members and permissions: the address of the co-op' },
  { name: 'offers', what: 'Offers, licenses and earnings' },
  { name: 'releases', what: 'Versions, and what is at stake on them' },
  { name: 'contributions', what: 'What was lent' },
  { name: 'authority', what: 'Who may do what' },
  { name: 'coin', what: 'The coin' },
] as const

/** Who answers for the co-op, what its legal form asks of it, and how that stands today. */
export default function AboutPage() {
  const { dao } = useSession()
  const { charter } = dao
  const { wrapper, contacts, duties, split } = charter
  const broken = duties.filter(({ state }) => state === 'broken')
  return (
    <Page
      title={`About the ${dao.name}`}
      intro={<p>Who answers for it, by which rules, and whether it keeps them.</p>}
    >
      <div className="stack stack-l" data-testid={testIds.about}>
        {wrapper.kind === 'none' && (
          <Callout tone="attention" title="It has no legal form">
            <p>
              Where people act together without one, the law may hold each of them liable for everything.
              {dao.practice &&
                ' For practice that is fine: there is neither money nor anybody’s data at stake.'}
            </p>
          </Callout>
        )}
        {broken.length > 0 && (
          <Callout tone="bad" title={broken.length === 1 ? 'It breaks a duty' : 'It breaks duties'}>
            <p>{broken.map(({ says }) => says).join(' ')}</p>
          </Callout>
        )}
        <div className="about-columns">
          <div className="stack stack-l">
            <section className="card stack" aria-labelledby="who-title">
              <h2 id="who-title">Who answers for it</h2>
              <dl className="pairs">
                <dt>Legal form</dt>
                <dd>{wrapperWords[wrapper.kind]}</dd>
                <dt>Name</dt>
                <dd>{wrapper.legalName || 'none registered'}</dd>
                <dt>Accountable</dt>
                <dd>{wrapper.accountableAgent || 'nobody is named'}</dd>
                <dt>Your data and rights</dt>
                <dd>{contacts.privacy}</dd>
                <dt>Something has to come down</dt>
                <dd>{contacts.takedown}</dd>
                <dt>Licenses</dt>
                <dd>{contacts.licensing}</dd>
                <dt>Security</dt>
                <dd>{contacts.security}</dd>
              </dl>
            </section>
            <section className="card stack" aria-labelledby="rules-title">
              <h2 id="rules-title">Its rules</h2>
              <dl className="pairs">
                <dt>Of each license</dt>
                <dd>
                  {split.contributorsBps / 100}% to the members, {split.reviewersBps / 100}% to the reviewers,{' '}
                  {split.treasuryBps / 100}% to the treasury
                </dd>
                <dt>It takes</dt>
                <dd>{takes[charter.personalData]}</dd>
                <dt>After a stop</dt>
                <dd>
                  a version without the data within {duration(charter.windows.recutWithin)}; licensees delete
                  it within {duration(charter.windows.licenseeDeletes)}
                </dd>
                <dt>Never up for vote</dt>
                <dd>what a member permitted, and whether they may stop</dd>
                <dt>In full</dt>
                <dd>
                  <Link to={`/texts/${charter.hash}`}>
                    {charter.title}, version {charter.version}
                  </Link>
                </dd>
              </dl>
              <Fold title="Fingerprints of the charter">
                <dl className="pairs">
                  <dt>The text, on the ledger</dt>
                  <dd className="mono">{charter.hash}</dd>
                  <dt>The template it was made from</dt>
                  <dd className="mono">{charter.template}</dd>
                  <dt>What it was filled with</dt>
                  <dd className="mono">{charter.parameters}</dd>
                </dl>
              </Fold>
              <Fold title="Its contracts on the ledger">
                <dl className="pairs">
                  {contracts.map(({ name, what }) => (
                    <Fragment key={name}>
                      <dt>{what}</dt>
                      <dd className="mono">{dao.deployment[name]}</dd>
                    </Fragment>
                  ))}
                </dl>
              </Fold>
            </section>
          </div>
          <section className="card stack" aria-labelledby="duties-title">
            <div>
              <h2 id="duties-title">Its duties</h2>
              <p className="small soft">What its legal form asks, checked as far as a program can.</p>
            </div>
            {duties.length === 0 ? (
              <p className="soft">Without a legal form there are none to check.</p>
            ) : (
              <ul className="duties">
                {duties.map(({ id, text, state, says }) => (
                  <li key={id} data-testid={testIds.duty(id)} data-state={state}>
                    <Icon name={dutyLook[state].icon} />
                    <div>
                      <div className="row row-between">
                        <h3>{text}</h3>
                        <span className={`pill ${dutyLook[state].look}`}>{dutyLook[state].pill}</span>
                      </div>
                      <p className="small soft">{says}</p>
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
      </div>
    </Page>
  )
}
