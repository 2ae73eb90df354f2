process.stderr.write('usage: orrery <command>\n')
process.exitCode = 2
