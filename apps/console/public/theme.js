// Puts the chosen theme on the page before anything is painted; src/theme/theme.ts keeps it.
try {
  const theme = localStorage.getItem("workspace.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to this page: the system's theme holds.
}
