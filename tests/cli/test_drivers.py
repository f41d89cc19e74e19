"""``drivers``: what its tables say is what its JSON holds, and what cannot be told is a sentence."""

import json
from contextlib import redirect_stdout
from io import StringIO

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.formatting import usd
from tests.cli.test_commands import run

FEW = ("drivers", "personal-email", "-n", "10", "--grid-fleet", "100,000", "--grid-fleet", "1m",
       "--grid-pay", "1", "--grid-pay", "2.5")  # fmt: skip


def printed(*words: str) -> str:
    with redirect_stdout(StringIO()) as out:
        assert run_command_line([*FEW, *words]) == 0
    return out.getvalue()


@pytest.fixture(scope="module")
def data() -> dict:
    return json.loads(printed("--json"))


@pytest.fixture(scope="module")
def out() -> str:
    return printed()


def shown_shares(out: str) -> dict[str, list[float]]:
    """Cells of the first table, in percent."""
    lines = out.split("term ")[1].split("sd of V")[0].splitlines()[1:]
    cells = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines]
    return {name: [float(cell.strip(" %")) for cell in numbers] for name, *numbers in cells}


def test_tables_say_what_json_holds(out: str, data: dict) -> None:
    shown = shown_shares(out)
    every = list(data["shares"][0]["shares"])
    assert len(shown) >= 3 and list(shown) == [term for term in every if term in shown], (
        "in the model's order"
    )
    for term in every:
        told = [100 * scope["shares"][term]["share"] for scope in data["shares"]]
        assert shown.get(term, [0.0] * 3) == pytest.approx(told, abs=0.1)
    points = {(at["fleet_h100e"], at["pay_ratio"]): at["chain"] for at in data["grid"]["points"]}
    assert set(points) == {(100_000, 1.0), (100_000, 2.5), (1_000_000, 1.0), (1_000_000, 2.5)}
    rows = [line.split() for line in out.splitlines() if line.strip().startswith(("100,000 ", "1,000,000 "))]
    chances = [float(cell) for row in rows for cell in row[1:] if cell != "%"]
    assert chances == pytest.approx([100 * chance for chance in points.values()], abs=0.006)
    assert f"${data['compute']['rent_usd']:,} a year" in out
    for worth in data["worth"]:
        assert f"{worth['keen']:,} care" in out
        said = [worth[name] for name in ("quarter_usd", "tenth_usd", "keen_usd")]
        assert all(
            ("more than any pay" if value is None else f"{usd(value)} or more") in out for value in said
        )


def test_columns_add_up_to_a_hundred_as_they_are_shown(out: str) -> None:
    columns = zip(*shown_shares(out).values(), strict=True)
    assert [round(sum(column), 1) for column in columns] == [100.0] * 3


def test_json_says_how_sure_each_share_is_and_what_was_asked(data: dict) -> None:
    known = {"scenario", "seed", "worlds", "lab", "from", "letter", "gated", "shares", "grid"}
    assert known | {"compute", "worth"} == set(data)
    assert (data["lab"], data["from"]) == ("meta", "google-deepmind")
    assert (data["letter"]["template"], data["letter"]["pay_ratio"]) == ("ceo-personal", 2.0)
    for scope in data["shares"]:
        for share in scope["shares"].values():
            low, high = share["ci95"]
            assert low <= share["share"] <= high
    assert set(data["grid"]["parts"]) == {"fleet", "pay", "both"}


@pytest.mark.parametrize(("lab", "fleets"), [
    ("meta", [25_000, 100_000, 250_000, 1_000_000, 2_500_000]),
    ("anthropic", [10_000, 40_000, 100_000, 400_000, 1_000_000]),
])  # fmt: skip
def test_fleets_that_are_tried_follow_the_lab_s_own(capsys, lab: str, fleets: list[int]) -> None:
    _, out, _ = run(capsys, "drivers", "personal-email", "--lab", lab, "-n", "1", "--json", "--grid-pay", "2")
    points = json.loads(out)["grid"]["points"]
    assert [at["fleet_h100e"] for at in points] == fleets
    assert [at["ci95"] for at in points] == [None] * 5


def test_a_lab_without_machines_and_a_single_condition_can_be_asked(capsys) -> None:
    code, out, err = run(capsys, "drivers", "personal-email", "-n", "1", "--set", "labs.meta.compute=0",
                         "--grid-fleet", "0", "--grid-pay", "2")  # fmt: skip
    assert (code, err) == (0, "")
    assert "\npay  " in out, "said though it is nothing everywhere"
    assert "Nothing of V differs between conditions: there is nothing to share out." in out
    assert "Neither fleet nor pay changes them." in out and "-n 10 or more tell how sure that is." in out


@pytest.mark.parametrize(("words", "said"), [
    (("--from", "meta"), "meta is the lab that writes, --from names the one whose people are written to"),
    (("--from", "openia"), "there is no lab 'openia', did you mean 'openai'?"),
    (("--template", "ceo-persona"), "there is no template 'ceo-persona', did you mean 'ceo-personal'?"),
    (("--pay-ratio", "0"), "0.0 is not in the range"),
    (("--grid-pay", "two"), "'two' is not a number"),
    (("--grid-fleet", "-1"), "-1 is not in the range"),
])  # fmt: skip
def test_mistakes_are_one_sentence(capsys, words: tuple[str, ...], said: str) -> None:
    code, out, err = run(capsys, "drivers", "personal-email", *words)
    assert (code, out) == (2, "") and said in err and len(err.splitlines()) == 1
