"""What the scripts of the peers in Python have in common: options, timing, and what they print."""
import argparse
import json
import statistics
import sys
import time

PARAMETERS = 60_965_224
WARM_UP = 2


def positive(text):
    """Returns a number of steps or images."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, found {text}")
    return number


def options(*switches):
    """Returns the options of `benchmark` that a peer has, and switches of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--of", default="training,inference")
    parser.add_argument("--batch-size", type=positive, default=128)
    parser.add_argument("--steps", type=positive, default=20)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    for switch in ("--without-normalization",) + switches:
        parser.add_argument(switch, action="store_true")
    return parser.parse_args()


def require_parameters(found):
    """Checks that the network is the paper's."""
    if found != PARAMETERS:
        sys.exit(f"the network must have {PARAMETERS:,} parameters, found {found:,}")


def timed(run, steps):
    """Returns the seconds of each run after some that warm up."""
    for _ in range(WARM_UP):
        run()
    seconds = []
    for _ in range(steps):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return seconds


def report(version, args, run_of):
    """Times what was asked for and prints it as `benchmark --json` does; run_of gives what is run."""
    results = []
    for what in args.of.split(","):
        seconds = timed(run_of(what), args.steps)
        results.append({
            "what": what,
            "batch_size": args.batch_size,
            "runs": len(seconds),
            "images_per_second": args.batch_size * len(seconds) / sum(seconds),
            "median_seconds": statistics.median(seconds),
        })
    json.dump({"version": version, "precision": args.precision, "results": results},
              sys.stdout, indent=2)
    print()
