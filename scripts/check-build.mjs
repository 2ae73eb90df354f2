// @ts-check
// The build stage of `npm test`: builds the page, whether or not it is fresh, and looks at what came out.
import { buildSite, inspectSite } from './build.mjs'
import { conclude } from './tool.mjs'

buildSite()
const { files, scripts, workers, gzBytes, faults } = inspectSite()
process.stdout.write(
  `${scripts} scripts, ${workers} of them workers, ${Math.round(gzBytes / 1000)} kB gz of script\n`,
)
conclude({ looked: files, what: 'built files', faults })
