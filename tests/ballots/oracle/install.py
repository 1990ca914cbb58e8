"""Make the oracle: pabutools in an environment of its own, which the product never imports.

Run it with any Python: `python tests/ballots/oracle/install.py`. The environment goes to the folder named by ORACLE_DIR,
by default `.cache/pabutools` in the repository.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("ORACLE_DIR") or ROOT / ".cache" / "pabutools")
PYTHON = FOLDER / "bin" / "python"
NEEDS = ("pabutools==1.2.3",)


def main() -> None:
    """Make the environment with uv where it is found, else with venv and pip."""
    uv = shutil.which("uv", path=f"{ROOT / '.uv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}")
    if uv:
        commands = [
            [uv, "venv", "--allow-existing", "--quiet", str(FOLDER)],
            [uv, "pip", "install", "--quiet", "--python", str(PYTHON), *NEEDS],
        ]
    else:
        commands = [
            [sys.executable, "-m", "venv", str(FOLDER)],
            [str(PYTHON), "-m", "pip", "install", "--quiet", *NEEDS],
        ]
    for command in commands:
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
