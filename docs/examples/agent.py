"""A sample agent: it plays a scenario from outside, over lines of JSON, and needs nothing but Python.

Run: python docs/examples/agent.py first-letter --transcript game.jsonl
"""

# ruff: noqa: T201
import json
import subprocess
import sys

COMMAND = [sys.executable, "-m", "outreach_sim", "agent", *sys.argv[1:]]
DOOR = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def read():
    """The next line of the door."""
    return json.loads(DOOR.stdout.readline())


def ask(do, **says):
    """The reply to a request; what is refused is told."""
    print(json.dumps({"do": do, **says}), file=DOOR.stdin, flush=True)
    reply = read()
    if not reply["ok"]:
        print(reply["why"], file=sys.stderr)
    return reply


hello = read()
ask("hello", model="none", scaffold="docs/examples/agent.py")
days, day = hello["scenario"]["days"], 0
while day < days:
    today = ask("observe")
    for question in today["questions"]:  # one likely yes, and hardly more than three
        ask("forecast", question=question, p={"hires>=1": 0.8, "hires>=2": 0.5}.get(question, 0.1))
    for one in ask("observe", what="people", limit=today["means"]["letters_left"]["ceo"])["people"]:
        usual = {"letter": one["letter"], "sender": one["sender"], "pay": one["pay_usd"]}
        ask("act", orders=[{"do": "send", "to": [one["candidate"]], **usual}])
    day = ask("advance", days=7)["day"]
result = ask("finish")["result"]
print(f"{result['points']:+.2f} points, {result['hires']} hires, better than {result['beaten']} policies")
