"""The result of one assessment: page, charts and downloads."""
