"""Proofs: `python -m proofs [NAME …] [--seed N] [--size N] [--out FOLDER]`, all when none is named.

Each writes FOLDER/NAME.md (docs/proofs by default): date, commit, command, figures, and whether the
promise holds. Exit 1 when one does not hold, or could not be tried.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from data import clock
from proofs import BrokenError, MissingError, Proof, promise, proofs

ROOT = Path(__file__).resolve().parent.parent
OUT = Path("docs") / "proofs"


def prove(name: str, proof: Proof, size: int, seed: int, out: Path) -> bool:
    """Run a proof, write its page; tell whether the promise holds."""
    print(f"{name}: {promise(name)}", flush=True)
    lines, start = [], time.perf_counter()
    try:
        for line in proof.run(size, seed):
            print(f"  {line}", flush=True)
            lines.append(line)
        verdict = "holds"
    except BrokenError as broken:
        verdict = f"DOES NOT HOLD: {broken}"
    except MissingError as missing:
        verdict = f"NOT TRIED: {missing}"
    spent = time.perf_counter() - start
    print(f"  {verdict} ({spent:.0f} s)", flush=True)
    sizes = "" if size == proof.full else f" --size {size}"
    seeds = "" if seed == proof.seed else f" --seed {seed}"
    page = [
        *(f"# {name}", "", promise(name), ""),
        f"* date: {clock.stamp()}",
        f"* commit: {_commit()}",
        f"* command: `python -m proofs {name}{sizes}{seeds}`",
        f"* size: {size} {proof.unit}, seed {seed}, {spent:.0f} s",
        f"* verdict: **{verdict}**",
        *("", "```", *lines, "```", ""),
    ]
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.md").write_text("\n".join(page), encoding="utf-8")
    return verdict == "holds"


def _commit() -> str:
    """The commit that is proved, said when files differ from it (those of proofs left aside)."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8")
        return done.stdout.strip()

    try:
        changed = git("status", "--porcelain", "--", ".", f":(exclude){OUT.as_posix()}")
        return git("rev-parse", "--short=12", "HEAD") + (" and changes" if changed else "")
    except OSError:  # no git here
        return "unknown"


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="python -m proofs", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(proofs()))
    parser.add_argument("--seed", type=int, help="another draw")
    parser.add_argument("--size", type=int, help="another size, in the proof's own unit")
    parser.add_argument("--out", type=Path, default=ROOT / OUT)
    return parser


def main() -> int:
    """Run the proofs that are asked for."""
    known, parser = proofs(), arguments()
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(known):
        parser.error(f"no proof is called {', '.join(sorted(unknown))}: {', '.join(known)}")
    held = True
    for name in asked.names or known:
        proof = known[name]
        size = proof.full if asked.size is None else asked.size
        seed = proof.seed if asked.seed is None else asked.seed
        held &= prove(name, proof, size, seed, asked.out)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
