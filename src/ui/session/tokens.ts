let lastToken = 0

/** A number no other request of this page has: the `token` that tells a late answer from the newest. */
export function nextToken(): number {
  lastToken += 1
  return lastToken
}
