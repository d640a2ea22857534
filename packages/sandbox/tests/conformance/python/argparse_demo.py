import argparse
import sys


def positive(text):
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not positive")
    return value


parser = argparse.ArgumentParser(prog="tool", description="Does things.")
parser.add_argument("--verbose", "-v", action="count", default=0)
subparsers = parser.add_subparsers(dest="command", required=True)
copy = subparsers.add_parser("copy")
copy.add_argument("sources", nargs="+")
copy.add_argument("-t", "--target", required=True)
copy.add_argument("--retries", type=positive, default=3, metavar="N")
copy.add_argument("--mode", choices=["fast", "safe"], default="safe")
copy.add_argument("--force", action="store_true")
copy.add_argument("--define", "-D", action="append", type=lambda text: tuple(text.split("=", 1)))

print(sys.argv[1:])
options = parser.parse_args()
print(options.command, options.verbose, options.sources, options.target, options.retries, options.mode, options.force)
print(dict(options.define))
known, unknown = parser.parse_known_args(["copy", "x", "-t", "y", "--extra"])
print(known.sources, unknown)
parser.parse_args(["copy", "a", "-t", "b", "--retries", "0"])
