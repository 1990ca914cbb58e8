"""Finds the real Pabulib files, which stay outside the project because no licence lets us copy them."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("PABULIB_DIR") or Path(__file__).resolve().parents[2] / "shared" / "pabulib")
NAMES = (
    "France_Toulouse_2019",
    "France_Toulouse_2024",
    "Netherlands_Assen_2024",
    "Poland_Gdynia_2020_Babie_Doly__small",
    "Poland_Katowice_2020",
    "Poland_Katowice_2022_Kostuchna",
    "Poland_Poznan_2023",
    "Poland_Swiecie_2023",
    "Poland_Warszawa_2020_Praga-Poludnie",
    "Poland_Warszawa_2022_Bemowo",
    "Poland_Wieliczka_2023_Green_Budget",
    "Poland_Wroclaw_2017",
)


def real_file(name: str) -> Path:
    """Give the path of one real file, or skip the test saying where it was looked for."""
    path = FOLDER / f"{name}.pb"
    if not path.exists():
        pytest.skip(f"{path.name} is not in {FOLDER} (set PABULIB_DIR to the folder that holds it)")
    return path
