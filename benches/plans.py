#!/usr/bin/env python3
"""The planners' figures: runs `pickface plan` on published instances, and prints the tables of benches/README.md.

    cargo build --release
    python3 benches/plans.py [--program P] [--data ../shared/data] [--every N] [TABLE...]

TABLE is one or more of route, scattered, batch, large, joint, container, bins; all of them without. They take an
hour, most of it for the containers. `--every N` takes each N-th instance only. One process with one thread
at a time, so the second core is free for whatever else there is; `cpu` is the time that the program itself used of its
core, by the operating system's count.
"""
import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

MOST_FILES = 600


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", metavar="TABLE")
    parser.add_argument("--program", default="target/release/pickface")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="of batch and joint")
    options = parser.parse_args()
    unknown = [table for table in options.tables if table not in TABLES]
    if unknown:
        parser.error(f"no table is called {unknown[0]}; there are {', '.join(TABLES)}")
    for table in options.tables or TABLES:
        print(f"\n### {table}\n", flush=True)
        TABLES[table](options)


def plan(options, planner, files, *arguments):
    """Answers of one planner, its processor time and wall time in seconds, and the most memory in megabytes."""
    answers, cpu, memory, start = [], 0.0, 0.0, time.monotonic()
    for first in range(0, len(files), MOST_FILES):
        command = [options.program, "--json", "plan", planner, *map(str, arguments), *files[first : first + MOST_FILES]]
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(command, stdout=said)
            _, status, usage = os.wait4(process.pid, 0)
            if status:
                sys.exit(f"{' '.join(command[:6])}... failed")
            said.seek(0)
            answers += map(json.loads, said)
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
    return answers, cpu, time.monotonic() - start, memory


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def line(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells):
    line(*cells)
    line(*("---" for _ in cells))


def route(options):
    head("blocks", "instances", "optimal", "mean us", "most us")
    for blocks, column in ((1, "optimum_one_block"), (2, "optimum_two_blocks")):
        known = rows(f"{options.data}/routing/optima.csv")[:: options.every]
        files = [f"{options.data}/routing/instances/{row['file']}" for row in known]
        answers, *_ = plan(options, "route", files, "--blocks", blocks)
        optimal = sum(answer["length"] == int(row[column]) for answer, row in zip(answers, known, strict=True))
        micros = [answer["micros"] for answer in answers]
        line(blocks, len(known), optimal, f"{statistics.mean(micros):.1f}", f"{max(micros):.0f}")


def scattered(options):
    head("instances", "optimal", "mean above optimum", "most above", "mean ms", "most ms")
    known = rows(f"{options.data}/routing/scattered.csv")[:: options.every]
    files = [f"{options.data}/routing/scattered/{row['file']}" for row in known]
    answers, *_ = plan(options, "route-scattered", files)
    above = [a["length"] / int(row["optimum_one_block"]) - 1 for a, row in zip(answers, known, strict=True)]
    millis = [answer["micros"] / 1000 for answer in answers]
    line(
        len(known),
        sum(gap == 0 for gap in above),
        f"{statistics.mean(above):.3%}",
        f"{max(above):.2%}",
        f"{statistics.mean(millis):.1f}",
        f"{max(millis):.0f}",
    )


def batch(options):
    known = {row["file"]: row for row in rows(f"{options.data}/batching/reference.csv")}

    def large(name):
        orders, capacity = map(int, name.split("-")[1:3])
        return orders >= 60 and capacity in (60, 75)

    head("instances", "seconds", "cpu s each", "against the reference annealing (40 s)", "worst", "against its savings")
    for seconds, files in ((5, list(known)), (20, [name for name in known if large(name)])):
        against, savings, used = [], [], 0.0
        for name in files[:: options.every]:
            path = f"{options.data}/batching/instances/{name}"
            capacity = name.split("-")[2]
            extra = ("--capacity", capacity, "--seconds", seconds, "--threads", options.threads)
            (answer,), cpu, wall, _ = plan(options, "batch", [path], *extra)
            if wall > seconds + 0.5:
                print(f"{name} took {wall:.2f} s", file=sys.stderr)
            used += cpu
            against.append(answer["length"] / float(known[name]["annealing_length"]) - 1)
            savings.append(answer["length"] / float(known[name]["savings_length"]) - 1)
        line(
            len(against),
            seconds,
            f"{used / len(against):.1f}",
            f"{statistics.mean(against):+.2%}",
            f"{max(against):+.2%}",
            f"{statistics.mean(savings):+.2%}",
        )


def large(options):
    """Large sets of the same design: orders of 5 to 25 articles, uniform over the block."""
    head("orders", "capacity", "seconds", "cpu s", "MB", "length", "against savings alone", "tours")
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        for orders in (1000, 10000):
            path = os.path.join(folder, f"{orders}.txt")
            with open(path, "w") as file:
                for order in range(orders):
                    articles = dice.randint(5, 25)
                    file.write(f"Order {order} number of articles {articles}\n")
                    for article in range(articles):
                        file.write(f"{article} Aisle {dice.randrange(20)} Location {dice.randrange(45)}\n")
            (savings,), cpu, _, memory = plan(options, "batch", [path], "--capacity", 60, "--savings")
            tours = len(savings["batches"])
            line(orders, 60, "savings alone", f"{cpu:.1f}", f"{memory:.0f}", savings["length"], "", tours)
            for seconds in (5, 20, 60):
                extra = ("--capacity", 60, "--seconds", seconds, "--threads", options.threads)
                (answer,), cpu, _, memory = plan(options, "batch", [path], *extra)
                tours = len(answer["batches"])
                saved = answer["length"] / savings["length"] - 1
                line(orders, 60, seconds, f"{cpu:.1f}", f"{memory:.0f}", answer["length"], f"{saved:+.2%}", tours)


def joint(options):
    head("instance", "seconds", "cpu s", "length", "published greedy", "against it", "articles wanted", "articles picked")
    for name, greedy in (("small-0", 8720), ("small-1", 8452)):
        path = f"{options.data}/joint/{name}"
        (answer,), cpu, *_ = plan(options, "joint", [path], "--seconds", 60, "--threads", options.threads)
        with open(f"{path}/parameters.json") as file:
            wanted = json.load(file)["min_number_requested_items"]
        picked = sum(len(picks) for batch in answer["batches"] for picks in batch["picklists"])
        length = answer["objective"]
        line(name, 60, f"{cpu:.1f}", length, greedy, f"{length / greedy - 1:+.1%}", wanted, picked)


def container(options):
    head("file", "problems", "mean fill", "best known", "points short on average", "most points short")
    best = {row["Path"]: int(row["Best known solution value"]) for row in best_known(options)}
    for number in range(1, 8):
        path = f"{options.data}/cartons/container/BR{number}.txt"
        fill, short = [], []
        for problem in range(1, 11)[:: options.every]:
            (answer,), *_ = plan(options, "container", [path], "--problem", problem, "--seconds", 30)
            fill.append(answer["fill"])
            room = answer["volume"] / answer["fill"]
            short.append(best[f"bischoff1995/BR{number}.txt_{problem}"] / room - answer["fill"])
        line(
            f"BR{number}",
            len(fill),
            f"{statistics.mean(fill):.2%}",
            f"{statistics.mean(fill) + statistics.mean(short):.2%}",
            f"{100 * statistics.mean(short):.2f}",
            f"{100 * max(short):.2f}",
        )


def best_known(options):
    return rows(f"{options.data}/cartons/container/best_known.csv")


def bins(options):
    """Against packingsolver3d 1.x at 20 s, as the data's README gives it for instances 1 to 3 of each group."""
    peer = {
        "c1_n50": (15, 14, 14),
        "c1_n100": (24, 29, 29),
        "c4_n50": (27, 28, 34),
        "c5_n50": (11, 9, 7),
        "c6_n50": (12, 10, 12),
        "c7_n50": (10, 6, 6),
        "c8_n50": (10, 7, 11),
    }
    head("group", "bins", "peer", "never fewer than")
    for group, known in peer.items():
        files = [f"{options.data}/cartons/bins/{group}_{number}.txt" for number in (1, 2, 3)]
        answers, *_ = plan(options, "bins", files, "--seconds", 20)
        each = [answer["bins"] for answer in answers]
        bound = [answer["bound"] for answer in answers]
        line(group, *(" ".join(map(str, counts)) for counts in (each, known, bound)))


TABLES = {
    "route": route,
    "scattered": scattered,
    "batch": batch,
    "large": large,
    "joint": joint,
    "container": container,
    "bins": bins,
}

if __name__ == "__main__":
    main()
