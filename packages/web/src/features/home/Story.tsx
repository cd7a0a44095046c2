import type { Overview } from '@usufruct/sdk/http/routes/dao'
import { testIds } from '../../app/testIds.ts'
import { Callout } from '../../ui/Callout.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { capitalise } from '../../ui/words.ts'

/** While the sample plays, how far it is. Afterwards it leaves the stage to the visitor. */
export function Story({ story }: { story: Overview['story'] }) {
  if (!story) return null
  if (story.state === 'failed')
    return (
      <div data-testid={testIds.story}>
        <Callout tone="bad" title="The sample story stopped" announce>
          <p>{story.text}</p>
        </Callout>
      </div>
    )
  if (story.state === 'done') return <span hidden data-testid={testIds.storyState} data-state="done" />
  return (
    <div className="story" data-testid={testIds.story} role="status">
      <div className="row row-between">
        <p>
          <strong>The sample story is playing.</strong> <span className="soft">{capitalise(story.text)}</span>
        </p>
        <p className="soft small number">
          {story.step} of {story.of}
        </p>
      </div>
      <Progress share={story.of ? story.step / story.of : 0} label="Sample story" />
      <span hidden data-testid={testIds.storyState} data-state="playing" />
    </div>
  )
}
