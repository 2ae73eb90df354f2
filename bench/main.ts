process.stderr.write('usage: npm run bench -- <benchmark>\n')
process.exitCode = 2
