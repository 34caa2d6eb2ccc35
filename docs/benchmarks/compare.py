"""Runs this library and its peers alternately on one machine and prints one table; see README.md."""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MAVEN = ["mvn", "-q", "-B"]


def words(args):
    return ["--of", "training,inference", "--batch-size", str(args.batch_size),
            "--steps", str(args.steps)]


def call(command):
    """Returns what a command prints; what went wrong ends the comparison."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def java(goals, options):
    """Runs a main of Maven's and returns the JSON that it writes."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "result.json"
        call(MAVEN + goals + ["-Dexec.args=" + " ".join(options + ["--json", str(out)])])
        return json.loads(out.read_text())


def ours(args, precision, options):
    return java(["exec:java", "-pl", "alexnet-train"],
                ["benchmark"] + words(args) + ["--precision", precision] + options)


def djl(args, precision, options):
    return java(["-f", str(HERE / "djl"), "compile", "exec:java"], words(args) + options)


def pytorch(args, precision, options):
    return script(args.pytorch or args.python, "pytorch_alexnet.py", args, precision, options)


def tensorflow(args, precision, options):
    return script(args.tensorflow or args.python, "tensorflow_alexnet.py", args, precision, options)


def script(python, name, args, precision, options):
    return json.loads(
        call([python, str(HERE / name)] + words(args) + ["--precision", precision] + options))


BOTH = ("float32", "bfloat16")
CANDIDATES = [
    ("this library", ours, [], BOTH),
    ("this library, no normalization", ours, ["--variation", "without-normalization"], BOTH),
    ("PyTorch", pytorch, [], BOTH),
    ("PyTorch, no normalization, channels last", pytorch,
     ["--without-normalization", "--channels-last"], BOTH),
    ("Python TensorFlow", tensorflow, [], BOTH),
    ("DJL", djl, [], ("float32",)),
    ("DJL, no normalization", djl, ["--without-normalization"], ("float32",)),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precision", default="float32,bfloat16")
    parser.add_argument("--only", default="", help="candidates whose name contains this")
    parser.add_argument("--python", default=sys.executable, help="a Python that has the peers")
    parser.add_argument("--pytorch", metavar="PYTHON", help="another one, for PyTorch")
    parser.add_argument("--tensorflow", metavar="PYTHON", help="another one, for TensorFlow")
    args = parser.parse_args()

    asked = [(precision, candidate)
             for precision in args.precision.split(",") for candidate in CANDIDATES
             if args.only in candidate[0] and precision in candidate[3]]
    if not asked:
        parser.error(f"no candidate's name contains '{args.only}' in {args.precision}")

    speeds, products, versions = {}, {}, {}
    for turn in range(args.rounds):
        for precision, (name, run, options, _) in asked:
            print(f"round {turn + 1} of {args.rounds}: {name}, {precision}", file=sys.stderr)
            found = run(args, precision, options)
            versions[run] = found["version"]
            if "matrix_product" in found:
                products.setdefault(precision, []).append(found["matrix_product"]["gigaflops"])
            for result in found["results"]:
                key = (name, precision, result["what"])
                speeds.setdefault(key, []).append(result["images_per_second"])

    print("; ".join(versions.values()))
    for precision, values in products.items():
        print(f"product of two matrices in {precision}: {statistics.median(values):,.0f} GFLOP/s")
    print(f"| batch {args.batch_size}, median of {args.rounds} | precision | training images/s"
          " | inference images/s |\n|---|---|---|---|")
    for name, _, _, _ in CANDIDATES:
        for precision in args.precision.split(","):
            cells = [speeds.get((name, precision, what)) for what in ("training", "inference")]
            if all(cells):
                print(f"| {name} | {precision} | "
                      + " | ".join(f"{statistics.median(c):,.1f}" for c in cells) + " |")


if __name__ == "__main__":
    main()
