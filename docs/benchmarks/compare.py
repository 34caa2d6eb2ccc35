"""Runs this library and its peers alternately on one machine and prints one table; see README.md."""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent


def ours(args, precision, options):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "result.json"
        words = ["benchmark", "--of", "training,inference", "--batch-size", str(args.batch_size),
                 "--steps", str(args.steps), "--precision", precision, "--json", str(out)] + options
        subprocess.run(["mvn", "-q", "exec:java", "-pl", "alexnet-train",
                        "-Dexec.args=" + " ".join(words)], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        return json.loads(out.read_text())


def script(name):
    def run(args, precision, options):
        words = [args.python, str(HERE / name), "--batch-size", str(args.batch_size),
                 "--steps", str(args.steps), "--precision", precision] + options
        return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    return run


PYTORCH, TENSORFLOW = script("pytorch_alexnet.py"), script("tensorflow_alexnet.py")
CANDIDATES = [
    ("this library", ours, []),
    ("this library, no normalization", ours, ["--variation", "without-normalization"]),
    ("PyTorch", PYTORCH, []),
    ("PyTorch, no normalization, channels last", PYTORCH,
     ["--without-normalization", "--channels-last"]),
    ("Python TensorFlow", TENSORFLOW, []),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precision", default="float32,bfloat16")
    parser.add_argument("--only", default="", help="candidates whose name contains this")
    parser.add_argument("--python", default=sys.executable, help="a Python that has the peers")
    args = parser.parse_args()

    speeds, products = {}, {}
    for _ in range(args.rounds):
        for precision in args.precision.split(","):
            for name, run, options in CANDIDATES:
                if args.only not in name:
                    continue
                found = run(args, precision, options)
                if "matrix_product" in found:
                    products.setdefault(precision, []).append(
                        found["matrix_product"]["gigaflops"])
                for result in found["results"]:
                    key = (name, precision, result["what"])
                    speeds.setdefault(key, []).append(result["images_per_second"])
    for precision, values in products.items():
        print(f"product of two matrices in {precision}: {statistics.median(values):,.0f} GFLOP/s")
    print(f"| batch {args.batch_size}, median of {args.rounds} | precision | training images/s"
          " | inference images/s |\n|---|---|---|---|")
    for name, _, _ in CANDIDATES:
        for precision in args.precision.split(","):
            cells = [speeds.get((name, precision, what)) for what in ("training", "inference")]
            if all(cells):
                print(f"| {name} | {precision} | "
                      + " | ".join(f"{statistics.median(c):,.1f}" for c in cells) + " |")


if __name__ == "__main__":
    main()
