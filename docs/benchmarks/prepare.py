"""Converts a folder of images by this library's prepare, Pillow, libvips and ImageMagick; see README.md."""
import argparse
import hashlib
import io
import multiprocessing
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SIZE = 256
QUALITY = 95


def square(source):
    from PIL import Image
    with Image.open(source) as file:
        file.load()
        image = file if file.mode == "RGB" else file.convert("RGB")
    side = min(image.size)
    left, top = ((length - side) / 2 for length in image.size)
    return image.resize((SIZE, SIZE), Image.Resampling.BILINEAR, box=(left, top, left + side, top + side))


def pillow(job):
    source, target = job
    square(source).save(target, "JPEG", quality=QUALITY, subsampling=0)


def pillow_with_statistics(jobs):
    """What prepare computes beside: sums of pixels and of products of channels, exact, and a hash of what is written."""
    import numpy
    sums = numpy.zeros((SIZE, SIZE, 3), numpy.uint32)  # enough for 16 million images
    products = numpy.zeros((3, 3))
    sha256 = hashlib.sha256()
    for source, target in jobs:
        image = square(source)
        pixels = numpy.asarray(image)
        sums += pixels
        channels = pixels.reshape(-1, 3).T.astype(numpy.float64, order="C")
        products += channels @ channels.T
        encoded = io.BytesIO()
        image.save(encoded, "JPEG", quality=QUALITY, subsampling=0)
        sha256.update(encoded.getbuffer())
        pathlib.Path(target).write_bytes(encoded.getbuffer())
    return sums, products, sha256.hexdigest()


def vips(job):
    import pyvips
    source, target = job
    image = pyvips.Image.new_from_file(source, access="sequential")
    if image.interpretation != "srgb" or image.bands != 3:
        image = image.colourspace("srgb")
    image = image.resize(SIZE / min(image.width, image.height), kernel="linear")
    image = image.crop((image.width - SIZE) // 2, (image.height - SIZE) // 2, SIZE, SIZE)
    image.jpegsave(target, Q=QUALITY, subsample_mode="off")


def magick(files):
    """One process of ImageMagick for many files; its policy may forbid lists of them."""
    folder = str(pathlib.Path(files[0][1]).parent)
    subprocess.run(
        [MOGRIFY, "-path", folder, "-filter", "Triangle", "-resize", f"{SIZE}x{SIZE}^",
         "-gravity", "center", "-extent", f"{SIZE}x{SIZE}", "-quality", str(QUALITY),
         "-sampling-factor", "4:4:4", "-colorspace", "sRGB"] + [source for source, _ in files],
        check=True, env=dict(os.environ, MAGICK_THREAD_LIMIT="1"))


MOGRIFY = shutil.which("mogrify") or shutil.which("mogrify-im6.q16")
PEERS = {"Pillow": pillow, "Pillow with statistics": pillow_with_statistics, "libvips": vips, "ImageMagick": magick}
MANY_AT_ONCE = {"ImageMagick", "Pillow with statistics"}


def run_peer(name, images, out, processes):
    """What a process of its own does, so that starting Python counts as starting Java does."""
    for variable in ("VIPS_CONCURRENCY", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = "1"
    jobs = [(str(source), str(out / f"{i}.jpg")) for i, source in enumerate(sorted(images.rglob("*.*")))]
    with multiprocessing.Pool(processes) as pool:
        if name in MANY_AT_ONCE:
            pool.map(PEERS[name], [jobs[i:i + 100] for i in range(0, len(jobs), 100)], chunksize=1)
        else:
            pool.map(PEERS[name], jobs, chunksize=16)


def available(name):
    if name == "ImageMagick":
        return MOGRIFY is not None
    modules = {"Pillow": "PIL", "Pillow with statistics": "PIL, numpy", "libvips": "pyvips"}[name]
    return subprocess.run([sys.executable, "-c", f"import {modules}"], capture_output=True).returncode == 0


def run(command, **options):
    """Returns what a command prints, or ends with what it said where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)[:300]}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def classpath(module):
    return run(["mvn", "-q", "-B", "exec:exec", "-pl", module, "-Dexec.executable=echo", "-Dexec.args=%classpath"],
               cwd=ROOT).strip().splitlines()[-1]


def seconds(command):
    start = time.perf_counter()
    run(command)
    return time.perf_counter() - start


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("images", type=pathlib.Path, help="folder of JPEG files, without folders in it")
    parser.add_argument("--repeat", type=int, default=12, help="copies of each image (default 12)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each takes a turn (default 3)")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="of each peer (default: cores)")
    parser.add_argument("--only", choices=sorted(PEERS), nargs="+", help="compare with these peers alone")
    parser.add_argument("--classpath", help="of alexnet-data with its dependencies (default: Maven's)")
    parser.add_argument("--work", type=pathlib.Path, help="folder for what is written (default: a temporary one)")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=pathlib.Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        run_peer(args.peer, args.images, args.out, args.processes)
        return

    files = sorted(path for path in args.images.iterdir() if path.is_file())
    java = ["java", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp", args.classpath or classpath("alexnet-data"),
            "org.alexnet.data.cli.DataCommand", "prepare"]
    names = ["this library"] + [
        name for name in PEERS if available(name) and (not args.only or name in args.only)]
    taken = {name: [] for name in names}
    with tempfile.TemporaryDirectory(dir=args.work) as work:
        images = pathlib.Path(work) / "images"
        count = 0
        for copy in range(args.repeat):  # two classes of one validation image each, the rest for training
            for file in files:
                split = "validation" if count < 2 else "train"
                folder = images / split / ("even", "odd")[count % 2]
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, folder / f"{copy}-{file.name}")
                count += 1
        os.sync()  # else the first that waits for the disk would wait for these copies
        for _ in range(args.rounds):
            for name in names:
                out = pathlib.Path(work) / "out"
                if name == "this library":
                    command = java + ["--images", str(images), "--image-size", str(SIZE), "--out", str(out)]
                else:
                    out.mkdir()
                    command = [sys.executable, __file__, str(images), "--peer", name, "--out", str(out),
                               "--processes", str(args.processes)]
                taken[name].append(seconds(command))
                shutil.rmtree(out)
    medians = {name: count / statistics.median(times) for name, times in taken.items()}
    best = max(rate for name, rate in medians.items() if name != "this library") if len(names) > 1 else None
    print(f"{count} images, {processor()}, {os.cpu_count()} cores, {args.processes} processes of each peer\n")
    print("| | images/s | of all rounds | this library to it |\n|---|---|---|---|")
    for name, rate in medians.items():
        rounds = ", ".join(f"{count / each:.0f}" for each in taken[name])
        print(f"| {name} | {rate:.0f} | {rounds} | {medians['this library'] / rate:.2f} |")
    if best:
        print(f"\nto the fastest peer: {medians['this library'] / best:.2f}")


if __name__ == "__main__":
    main()
