"""What the desk says of itself under F1, and its keys."""

from __future__ import annotations

from outreach_sim.tui.widgets.keys import key

HELP = """
**The aim** is points, and the goal of your board, where it sets one. One point is the work of one average
researcher for as long as you keep them, over doing nothing on the same luck; **<desk.outcome>** tells by
person how you stand. Who comes takes a share of the machines from all others, and pay above what they had
costs: half a point for a median salary. So whom you hire must be worth it. You lose when the money is gone,
not otherwise. The *forecast* beside the points is where eight of ten worlds that fit what you have seen are
at the next board, if you write nothing more. **<desk.career>** shows boards and rivals.

**A week.** Write: the CEO signs few letters a week and is heard, recruiters write to many and are
not. Play on. Read who answers. Answer who is interested, with interviews or an offer at once. The
line above the tabs says what waits for you.

**The table.** *Worth*: points if they say yes to the letter that the composer begins with; *Expected*: by the
end of the game, times the chance of it all. *Pay* is a guess by the employer's public band. Wide screens
have more columns, and **<desk.columns>** chooses which: *L* is the level, 1 researcher to 5 distinguished,
*Know* is what a letter can use: t topic, p paper, f former team, c city. *Status*: free to be written to;
the letter that went out last; interested; the day of a result, of a decision, of the first day with you; or
how it ended, and who was written to rests for months.

**The inbox.** ● is new, ! waits for you. **<desk.filter>** shows those that wait, are new or are
interested, **<desk.lab>** one lab's, **<desk.sort>** sorts; **<desk.find>** finds words in all letters,
Enter opens the thread, Esc leads back.
"""

KEYS = [
    key("desk.week", "n", "advance(7)", "Week", "play seven days, or until somebody wants to be answered"),
    key("desk.day", "d", "advance(1)", "Day", "play one day"),
    key("desk.on", "e", "advance(28)", "Play on",
        "play on until somebody wants to be answered, four weeks at most", footer=False),
    key("desk.end", "E", "advance(10_000)", "To the end",
        "play on until somebody wants to be answered, or to the end", footer=False),
    key("desk.next", "enter", "step", "Next step",
        "answer who waits, write to who is free, look at anybody else", footer=False),
    key("desk.write", "w", "write", "Write", "write to the person, or to all marked"),
    key("desk.answer", "a", "answer", "Answer", "invite, offer, better a live offer, withdraw"),
    key("desk.volume", "v", "volume", "Volume", "let the recruiters write to many at once"),
    key("desk.staff", "y", "staff", "Your staff",
        "who of yours may leave, for whom and why; counter-offers, and the standing rule", footer=False),
    key("desk.career", "B", "career", "Career",
        "boards and quarters, rivals and who recruits for them, people who remember you", footer=False),
    key("desk.spend", "b", "spend", "Spend", "buy or rent machines, raise the pay of your staff"),
    key("desk.meet", "m", "meet", "Meet", "send your people to today's conference", footer=False),
    key("desk.undo", "u", "undo", "Undo", "take back the last order, or the last turn", footer=False),
    key("desk.redo", "U", "redo", "Redo", "do again what was taken back last", footer=False),
    key("desk.time", "h", "time", "History",
        "the time machine: any day of the game, bookmarks, branches", footer=False),
    key("desk.outcome", "o", "outcome", "Outcome",
        "your points by person, against doing nothing on the same luck"),
    key("desk.find", "slash", "find", "Find",
        "find people by name, lab, id, note or #tag; in the inbox, letters by their words"),
    key("desk.filter", "f", "filter", "Filter",
        "other people: at rivals, free, under way, staff, noted or tagged, all; in the inbox, other threads",
        footer=False),
    key("desk.lab", "l", "lab", "Lab", "people of one lab only; threads with them", footer=False),
    key("desk.sort", "s", "sort", "Sort",
        "sort by the next column; threads by date, day due, name, lab", footer=False),
    key("desk.reverse", "r", "reverse", "Reverse", "sort the other way round", footer=False),
    key("desk.columns", "C", "columns", "Columns", "choose the columns of the table, and their order",
        footer=False),
    key("desk.mark", "space", "mark", "Mark", "mark people, to write to several at once", footer=False),
    key("desk.range", "x", "mark_range", "Mark to here",
        "mark everybody from the last mark to here", footer=False),
    key("desk.all", "asterisk", "mark_all", "Mark all",
        "mark everybody who is listed, or take those marks off", footer=False),
    key("desk.card", "c", "card", "Card", "all that is known of the person, and why", footer=False),
    key("desk.note", "i", "note", "Note", "note something about the person, and when to be reminded of it",
        footer=False),
    key("desk.tag", "number_sign", "tag", "Tags", "tags of the person, or of all marked", footer=False),
    key("desk.silent", "t", "silent", "Silent", "threads that nobody answered, too", footer=False),
    key("desk.people", "1", "room('people')", "People", "the candidates", footer=False),
    key("desk.inbox", "2", "room('inbox')", "Inbox", "letters and replies", footer=False),
    key("desk.news", "3", "room('news')", "News", "what is heard of rivals", footer=False),
    key("desk.books", "4", "room('books')", "Books", "money, machines, labs", footer=False),
    key("desk.pipeline", "5", "room('pipeline')", "Pipeline", "approaches under way, by stage", footer=False),
    key("desk.close", "escape", "close", "Close",
        "end the search; take all marks off; back to what was found", footer=False),
    key("desk.leave", "q", "leave", "Leave",
        "back to the choice of games; this one is kept", footer=False),
]  # fmt: skip
