"""Changes of territory: municipalities merge, split, are renamed; told beside the numbers."""
