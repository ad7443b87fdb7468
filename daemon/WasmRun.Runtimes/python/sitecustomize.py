"""What CPython lacks under WASI, put right before the program starts. Found through PYTHONPATH; leaves no trace of itself."""

import os
import sys


def _enter_working_directory():
    # WASI has no working directory; wasi-libc emulates one that starts at the root.
    directory = os.environ.get("PWD")
    if directory:
        try:
            os.chdir(directory)
        except OSError:
            pass


def _restore_argv():
    # The script's path was made absolute for us, so that tracebacks name it in full; the program sees what was typed.
    script = os.environ.pop("WASMRUN_SCRIPT", None)
    if script is not None and getattr(sys, "argv", None):
        sys.argv[0] = script


def _leave():
    here = os.path.dirname(__file__)
    sys.path[:] = [entry for entry in sys.path if entry != here]
    rest = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry and entry != here]
    if rest:
        os.environ["PYTHONPATH"] = os.pathsep.join(rest)
    else:
        os.environ.pop("PYTHONPATH", None)


def _run_the_projects_own():
    # A sitecustomize of the project still counts.
    from importlib.machinery import PathFinder

    spec = PathFinder.find_spec("sitecustomize", sys.path)
    if spec is not None and spec.loader is not None:
        from importlib.util import module_from_spec

        sys.modules["sitecustomize"] = module = module_from_spec(spec)
        spec.loader.exec_module(module)


_enter_working_directory()
_restore_argv()
_leave()
_run_the_projects_own()
