import { LendPage } from '../../features/contribute/LendPage.tsx'

/** Open to everybody: whoever has not joined yet sees what would be found, and nothing leaves. */
export default function LendScreen() {
  return <LendPage />
}
