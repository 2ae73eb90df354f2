// Runs before the first picture so that a saved theme never flashes. The rest is src/ui/theme/theme.ts.
try {
  const theme = localStorage.getItem('orrery.theme')
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
} catch {
  // Storage is switched off in this browser: the system's theme stands.
}
