"""Measures the training stream against a bare loop of libjpeg-turbo, and training with and without it; see README.md."""
import argparse
import json
import os
import pathlib
import statistics
import tempfile

from prepare import classpath, processor, run


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=pathlib.Path, help="folder that prepare wrote, of JPEG files of at least 227 pixels")
    parser.add_argument("--rounds", type=int, default=3, help="times that each takes a turn (default 3)")
    parser.add_argument("--steps", type=int, default=100, help="batches of 128 of the stream (default 100)")
    parser.add_argument("--training-steps", type=int, default=12, help="batches of 32 of training (default 12; 0: none)")
    parser.add_argument("--classpath", help="of alexnet-train with its dependencies (default: Maven's)")
    args = parser.parse_args()
    manifest = json.loads((args.dataset / "dataset.json").read_text())
    shards = sorted(str(path) for path in args.dataset.glob("train-*"))
    java = ["java", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp", args.classpath or classpath("alexnet-train"),
            "org.alexnet.train.cli.TrainCommand", "benchmark"]

    with tempfile.TemporaryDirectory() as work:
        loop = str(pathlib.Path(work) / "jpeg_loop")
        run(["cc", "-O2", "-o", loop, str(pathlib.Path(__file__).with_name("jpeg_loop.c")), "-ljpeg"])

        def bare():
            return float(run([loop, str(os.cpu_count()), str(manifest["imageSize"]), "227"] + shards))

        def benchmark(*options):
            file = pathlib.Path(work) / "result.json"
            run(java + list(options) + ["--json", str(file)])
            return json.loads(file.read_text())["results"][0]["images_per_second"]

        stream = ["--of", "input", "--data", str(args.dataset), "--batch-size", "128", "--steps", str(args.steps)]
        training = ["--of", "training", "--batch-size", "32", "--steps", str(args.training_steps)]
        measured = {
            "libjpeg-turbo alone": bare,
            "the stream": lambda: benchmark(*stream),
        }
        if args.training_steps > 0:
            measured["training, images in memory"] = lambda: benchmark(*training)
            measured["training, the stream"] = lambda: benchmark(*training, "--data", str(args.dataset))
        rates = {name: [] for name in measured}
        for _ in range(args.rounds):
            for name, measure in measured.items():
                rates[name].append(measure())

    medians = {name: statistics.median(each) for name, each in rates.items()}
    print(f"{processor()}, {os.cpu_count()} cores, {len(shards)} shards\n")
    print("| | images/s | of all rounds | to the line above |\n|---|---|---|---|")
    names = list(medians)
    for i, name in enumerate(names):
        rounds = ", ".join(f"{rate:.1f}" for rate in rates[name])
        ratio = f"{medians[name] / medians[names[i - 1]]:.2f}" if i % 2 else ""
        print(f"| {name} | {medians[name]:.1f} | {rounds} | {ratio} |")


if __name__ == "__main__":
    main()
