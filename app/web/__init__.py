"""What every page shares: access, errors, languages, security. Imports downhill only."""
