"""What pages share."""

import pandas as pd

# Pages cut and join tables of a few rows, where texts kept as Python objects are a fifth quicker.
pd.set_option("mode.string_storage", "python")
