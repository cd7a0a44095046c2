import type { Overview } from '@usufruct/sdk/http/routes/dao'

type Story = NonNullable<Overview['story']>

const createStory = () => {
  let current: Story | null = null
  return {
    current: () => current,
    report: (next: Story) => {
      current = next
    },
  }
}

/** How far the sample story is. Lives as long as the process: the story reports again when it goes on. */
export const story = createStory()
