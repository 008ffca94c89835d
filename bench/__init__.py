"""How fast it is: everything measured in one run, beside a floor measured in the same run."""
