"""ArviZ's summary of the draws that our side has left."""

import arviz
import numpy as np
from side import read_array, serve, timed


def diagnostics(folder, size):
    draws = read_array(folder, "draws")
    data = arviz.from_dict({f"x{p}": chains for p, chains in enumerate(draws)})

    def run(_):
        ms, table = timed(lambda: arviz.summary(data, kind="all", round_to="none"))
        return ms, {column: table[column].to_numpy(np.float64).tolist() for column in table.columns}

    return run


serve({"diagnostics": diagnostics}, f"ArviZ {arviz.__version__}")
