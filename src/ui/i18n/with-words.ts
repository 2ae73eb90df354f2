/** Fetches a part of the page together with the words that only such parts say. */
export async function withWords<Part>(load: () => Promise<Part>): Promise<Part> {
  const [part] = await Promise.all([load(), import('./later-words.ts')])
  return part
}
