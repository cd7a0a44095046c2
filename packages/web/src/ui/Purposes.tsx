import { Icon } from './Icon.tsx'
import { purposeLabel } from './purposeWords.ts'

export function Purposes({ codes }: { codes: readonly string[] }) {
  return (
    <ul className="purposes">
      {codes.map((code) => (
        <li key={code}>
          <Icon name="check" />
          {purposeLabel(code)}
        </li>
      ))}
    </ul>
  )
}
