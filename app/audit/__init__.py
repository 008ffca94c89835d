"""Who did what, and when: declared events with the facts they carry, only ever added."""
