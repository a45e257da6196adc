"""Parts of the pages that follow a campaign."""
