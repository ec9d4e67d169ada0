/// The one table of keys: what a key does, what the footer and the help say of it, and the README.
package enum KeyTable {
    package static let groups: [KeyGroup] = [
        KeyGroup(title: "MOVING ABOUT", bindings: moving), KeyGroup(title: "TASKS", bindings: tasks),
        KeyGroup(title: "PAGES", bindings: pages), KeyGroup(title: "THE RUN", bindings: run),
        KeyGroup(title: "BREAKERS", bindings: breakers), KeyGroup(title: "OUTPUT OF A TASK", bindings: output),
        KeyGroup(title: "THE DASHBOARD", bindings: dashboard),
    ]

    /// Every key with what it does, group by group, for those who print them.
    package static let sections: [(title: String, rows: [(String, String)])] = groups.map { group in
        (group.title, group.bindings.map { ($0.label, $0.help) })
    }

    package static let bindings = groups.flatMap(\.bindings)

    /// What a key asks for in a place; the first row that knows it there decides.
    package static func action(for key: Key, in place: KeyBinding.Place) -> Action? {
        bindings.first { $0.places.contains(place) && $0.keys.contains(key) }?.action
    }

    private static let moving = [
        KeyBinding([.up, .character("k")], .up, "↑ k", ascii: "up k", "one up"),
        KeyBinding([.down, .character("j")], .down, "↓ j", ascii: "down j", "one down"),
        KeyBinding([.pageUp], .pageUp, "PgUp", "one page up"),
        KeyBinding([.pageDown], .pageDown, "PgDn", "one page down"),
        KeyBinding([.home, .character("g")], .top, "Home g", "to the first"),
        KeyBinding([.end, .character("G")], .bottom, "End G", "to the last; in output: follow it"),
        KeyBinding(
            [.left], .left, "←", ascii: "left", "to the left of long lines; earlier in the timeline",
            in: [.task, .timeline]),
        KeyBinding(
            [.right], .right, "→", ascii: "right", "to the right of long lines; later in the timeline",
            in: [.task, .timeline]),
        KeyBinding("z", .zoom, footer: "zoom", "the whole run, its last ten minutes, its last one", in: [.timeline]),
        KeyBinding(
            [.enter], .open, "⏎", ascii: "enter", footer: "open", "open what is selected",
            in: [.tasks, .breakers, .breaker, .timeline, .failures, .search]),
        KeyBinding(
            [.escape, .backspace], .back, "esc", footer: "back",
            "back; in the table: forget the tags, then the filter"),
        KeyBinding(
            [.tab], .switchFocus, "tab", "between the tasks and the breakers", in: [.tasks, .breakers]),
    ]

    private static let tasks: [KeyBinding] = [
        KeyBinding("c", .cancel, footer: "cancel", "cancel the task, or those tagged", in: ofTasks),
        KeyBinding(
            "r", .retry, footer: "retry", "run finished tasks again; end a backoff now", in: ofTasks),
        KeyBinding("R", .retryWithFallback, "let the plain LLM run finished tasks", in: ofTasks),
        KeyBinding(
            [.character(" ")], .tag, "space", footer: "tag", "tag the task, or take its tag away", in: rows),
        KeyBinding("v", .tagRange, "tag all from the last one tagged to this", in: rows),
        KeyBinding("T", .tagFailed, "tag every task shown that failed", in: rows),
        KeyBinding("u", .untag, "forget the tags", in: rows),
        KeyBinding(
            "/", .filter, footer: "filter", "show only tasks with these words, state:failed or agent:coder", in: rows),
        KeyBinding("s", .sort, footer: "sort", "as in the file, by state, latest, longest, by agent", in: rows),
    ]

    private static let run: [KeyBinding] = [
        KeyBinding(
            "p", .pause, footer: "pause", "start no more attempts, or start them again", in: notInHelp),
        KeyBinding(
            [.character("+"), .character("=")], .moreSlots, "+", footer: "more slots", "one slot more", in: notInHelp),
        KeyBinding("-", .fewerSlots, footer: "fewer", "one slot fewer; ends nothing", in: notInHelp),
    ]

    private static let breakers: [KeyBinding] = [
        KeyBinding("P", .probe, footer: "probe", "let one attempt through now", in: ofBreakers),
        KeyBinding("R", .reset, footer: "reset", "a fresh, closed breaker", in: ofBreakers),
        KeyBinding("O", .forceOpen, footer: "force open", "open it until it is reset", in: ofBreakers),
        KeyBinding("D", .disable, footer: "disable", "let everything through, count nothing", in: ofBreakers),
    ]

    private static let output: [KeyBinding] = [
        KeyBinding([.tab], .nextStream, "tab", footer: "stream", "the other stream", in: [.task]),
        KeyBinding("[", .earlierAttempt, "what the attempt before wrote", in: [.task]),
        KeyBinding("]", .laterAttempt, "what the attempt after wrote", in: [.task]),
        KeyBinding("/", .find, footer: "find", "find a text in what is shown; n and N go on", in: [.task]),
        KeyBinding("n", .findNext, "the next place", in: [.task]),
        KeyBinding("N", .findPrevious, "the place before", in: [.task]),
        KeyBinding("w", .wrap, footer: "wrap", "wrap long lines, or cut them", in: [.task]),
        KeyBinding("x", .raw, "events as they were written, or in words", in: [.task]),
        KeyBinding("o", .unfold, "unfold what tools gave back, or fold it", in: [.task]),
        KeyBinding("T", .times, footer: "times", "when each line came, since the attempt began", in: [.task]),
        KeyBinding("s", .save, footer: "save", "save the stream as a file here", in: [.task]),
        KeyBinding("e", .pager, "show the stream in $PAGER", in: [.task]),
        KeyBinding("y", .copy, "copy the stream to the clipboard of the terminal", in: [.task]),
    ]

    private static let pages: [KeyBinding] = [
        KeyBinding("b", .breakers, footer: "breakers", "breakers: which are open, and why", in: notInHelp),
        KeyBinding("m", .metrics, footer: "metrics", "metrics: rates, times and failures of each agent", in: notInHelp),
        KeyBinding("t", .timeline, footer: "timeline", "timeline: when each task ran", in: notInHelp),
        KeyBinding("f", .failures, footer: "failures", "failures: those that are alike together", in: notInHelp),
        KeyBinding(
            "F", .searchAll, footer: "search", "find a text in the output of all tasks, events in words", in: notInHelp),
        KeyBinding("/", .searchAll, footer: "search", "look for another text", in: [.search]),
        KeyBinding("?", .help, footer: "help", "this help"),
    ]

    private static let dashboard: [KeyBinding] = [
        KeyBinding("S", .picture, "save the screen as an SVG file here"),
        KeyBinding([.redraw], .redraw, "Ctrl-L", "draw the screen anew"),
        KeyBinding([.suspend], .suspend, "Ctrl-Z", "stop here; fg goes on"),
        KeyBinding("q", .quit, footer: "quit", "back from a page; else quit, and ask while tasks run"),
        KeyBinding([.interrupt], .stop, "Ctrl-C", "stop the run; again: at once"),
    ]

    /// The table of tasks, wherever it is.
    private static let rows: Set<KeyBinding.Place> = [.tasks, .timeline]
    private static let ofTasks: Set<KeyBinding.Place> = [.tasks, .timeline, .task]
    private static let ofBreakers: Set<KeyBinding.Place> = [.breakers, .breaker]
    private static let notInHelp = Set(KeyBinding.Place.allCases).subtracting([.help])
}
