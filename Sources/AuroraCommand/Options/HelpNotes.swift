/// What help says beside options.
enum HelpNotes {
    typealias Section = (title: String, rows: [(String, String)])

    static func description(of command: Command) -> String {
        switch command {
        case .spawn:
            "Runs the tasks of TASKS as child processes, many at a time; retries what fails, falls back to the plain LLM, "
                + "and keeps away from agents that keep failing. TASKS is a Markdown checklist, JSON or JSON lines; - is "
                + "standard input, and without it tasks.md is read. Whatever is wrong with it is said before anything "
                + "starts. An option wins over the environment, that over the configuration file."
        case .resume:
            "Starts a run that goes on with RUN: the latest, or the one with this part in its name; aurora runs lists them. The "
                + "task file is read anew. A task that succeeded and asks for the same as before is carried over, with its "
                + "answer for those that depend on it; what failed, was cut off or never began runs, and so does what was "
                + "edited or added, and what depends on any of it. An attempt that was cut off goes on with its agent's "
                + "conversation where the tool can. The options of RUN hold; each that aurora spawn has may be given anew. --dry-run says what "
                + "would be done with each task, and why."
        case .demo:
            "Runs a scripted batch of the bundled sample agent, real child processes with retries, a fallback, and a "
                + "breaker that opens and closes again. Ends with code 0 when it ran to its end."
        case .classify:
            "Says what the output of a failed attempt means: category, kind, the rule that decided, the text it matched, "
                + "and when the service says it will serve again. Reads standard input where no FILE is named."
        case .initialize:
            "Writes a starter tasks.md and .aurora/config.json into this directory. What is there already is left alone. On a "
                + "terminal it asks what agents may do here without asking, and writes that down."
        case .trust:
            "Shows what .aurora/config.json in DIR, or here, has run (tools, agents, a fallback, their environment), and notes "
                + "beneath $XDG_STATE_HOME/aurora, or ~/.local/state/aurora, that it may. What changes there must be agreed to "
                + "again. A configuration that you name, or that lies at home, needs none of it."
        case .breakers:
            "Lists the circuit breakers that outlive runs: state, failures that count, time to the next probe, and why. "
                + "reset makes one as new, open keeps its agent from running until it is reset, and probe lets one task "
                + "through now. A run that is going on follows."
        case .runs:
            "list, which is what it does without a word, shows the runs that are kept in the state directory. prune "
                + "removes what they have left, for good: of those that --older-than or --keep says. One that goes on is "
                + "left alone, and so is all that is no run's."
        case .show:
            "Shows what came of each task of RUN: the latest, or the one with this part in its name; with TASK what that was asked, "
                + "each of its attempts with what went wrong, its session, tokens, cost and files, and its answer. --json is "
                + "the document of --results."
        case .logs:
            "Prints what the last attempt of TASK in RUN, or in the latest run, has written to stdout, byte for byte. Short outputs of "
                + "attempts that were over in a second are kept of the last attempt alone."
        case .doctor:
            "Looks at what a run from here would work with: each tool with its version, whether it is signed in as far as "
                + "that shows without a request, and how it would be started; the configuration and where its values come "
                + "from; state directory, terminal and limits. Ends with code 1 where a run would suffer."
        case .configuration:
            "show, which is what it does without a word, lists every value that aurora spawn with the same options would "
                + "work with, and where it comes from: a default, a line of the configuration file, a variable or an "
                + "option. check only says whether all of it can be used. Durations are seconds."
        }
    }

    static func sections(of command: Command) -> [Section] {
        switch command {
        case .spawn: [environment, configurationFiles, signals, exitCodes, examples]
        case .configuration, .doctor: [environment, configurationFiles]
        case .classify, .breakers: [configurationFiles]
        case .resume, .demo, .initialize, .trust, .runs, .show, .logs: []
        }
    }

    private static let environment: Section = (
        "Environment",
        [
            ("AURORA_SPAWN_TOOL", "the tool, where no option names one"),
            ("AURORA_SPAWN_MODEL", "the model, where no option names one"),
            ("AURORA_HOME", "a directory with a config.json"),
            ("AURORA_TRUST", "1 runs what .aurora/config.json here has run, without asking"),
            ("NO_COLOR", "set to anything: no colours"),
        ]
    )

    private static let configurationFiles: Section = (
        "Configuration, the first of these that is there",
        [
            (
                ".aurora/config.json",
                "in this directory; the programs it names are run once you have agreed: aurora trust"
            ),
            ("$AURORA_HOME/config.json", "where AURORA_HOME is set"),
            ("$XDG_CONFIG_HOME/aurora/config.json", "in ~/.config where XDG_CONFIG_HOME is not set"),
            ("~/.aurora/config.json", "at home"),
        ]
    )

    private static let signals: Section = (
        "Signals",
        [
            (
                "INT, TERM, HUP, QUIT",
                "stop the run and save its results: children have 2 s to end; a second signal kills them at once, "
                    + "a third ends aurora too, without results"
            ),
            (
                "USR1",
                "tells how the run stands, on standard error; while the dashboard has the screen, in status.txt in the "
                    + "state directory"
            ),
            ("TSTP", "Ctrl-Z: stops the run with all its children and clocks, until fg"),
        ]
    )

    private static let exitCodes: Section = (
        "Exit codes",
        [
            ("0", "every task succeeded"),
            ("1", "some failed, were turned away, blocked or cancelled; or results or events could not be written"),
            ("2", "usage, task file or configuration is wrong; nothing was started"),
            ("75", "nothing failed, but a rate limit lifts only later: reset_at in the results"),
            (
                "130, 143, 129, 131",
                "interrupted by SIGINT, SIGTERM, SIGHUP or SIGQUIT; nothing it started is alive, results are saved"
            ),
        ]
    )

    private static let examples: Section = (
        "Examples",
        [
            ("aurora spawn release.md -j 8", "run a checklist, eight tasks at a time"),
            ("aurora spawn --dry-run", "what tasks.md would start, without starting it"),
            ("aurora spawn --tool sample-agent", "try a task file without spending tokens"),
            ("aurora spawn - --ui none --results - < tasks.json", "from a program, for a program"),
        ]
    )
}
