/// Reads a command line with the help of the ``OptionTable``.
package enum CommandLineParser {
    /// Reads a command line.
    ///
    /// - Parameter arguments: The arguments, without the program's name.
    /// - Returns: What they ask for.
    /// - Throws: ``UsageError`` for an unknown command or option, a wrong value, and an argument too many.
    package static func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
        guard let first = arguments.first else { return .help(HelpText.overview) }
        switch first {
        case "--help", "-h": return .help(HelpText.overview)
        case "--version": return .version
        case "help":
            guard let name = arguments.dropFirst().first else { return .help(HelpText.overview) }
            if name == "--man" { return .manual }
            return .help(HelpText.help(for: try command(name)))
        default:
            let command = try command(first)
            let rest = arguments.dropFirst()
            if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
                return .help(HelpText.help(for: command))
            }
            var parser = OptionParser(command: command, arguments: rest)
            try parser.parse()
            switch command {
            case .spawn: return .spawn(parser.options)
            case .resume: return .resume(parser.options, arguments: parser.repeated)
            case .demo: return .demo(parser.options)
            case .classify: return .classify(parser.options)
            case .initialize: return .initialize
            case .trust: return .trust(parser.options)
            case .configuration: return .configuration(try parser.configurationAction(), parser.options)
            case .breakers: return .breakers(try parser.breakerRequest(), parser.options)
            case .doctor: return .doctor(parser.options)
            case .runs: return .runs(try parser.runsAction(), parser.options)
            case .show: return .show(parser.options)
            case .logs:
                guard !parser.options.operands.isEmpty else {
                    throw UsageError("nothing says which task; allowed is \(Command.logs.usage)")
                }
                return .logs(parser.options)
            }
        }
    }

    /// The arguments of a run that goes on with another: what that was given, and what is given now, which wins.
    package static func merged(_ earlier: [String], with arguments: [String]) -> [String] {
        // Agreement is given each time, by whoever starts.
        let kept = earlier.prefix { $0 != "--" }.filter { $0 != "--trust" }
        return kept + arguments + earlier.drop { $0 != "--" }
    }

    /// Reads the arguments of a command for what of them a run that goes on with another takes.
    package static func repeated(of arguments: [String]) throws(UsageError) -> [String] {
        var parser = OptionParser(command: .spawn, arguments: arguments[...])
        try parser.parse()
        return parser.repeated
    }

    private static func command(_ name: String) throws(UsageError) -> Command {
        if let command = Command(rawValue: name) { return command }
        let names = Command.allCases.map(\.rawValue)
        let what = name.hasPrefix("-") ? "'\(name)' stands where a command is needed" : "unknown command '\(name)'"
        let hint = Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" }
        throw UsageError("\(what); \(hint ?? "allowed are \(names.joined(separator: ", "))")")
    }
}

/// Reads the arguments after the command.
private struct OptionParser {
    let command: Command
    var arguments: ArraySlice<String>
    var options = RunOptions()
    /// The arguments that a run which goes on with another takes beside those of that one.
    private(set) var repeated: [String] = []
    private let table: [CommandOption]

    init(command: Command, arguments: ArraySlice<String>) {
        self.command = command
        self.arguments = arguments
        table = OptionTable.options(of: command)
    }

    mutating func parse() throws(UsageError) {
        while let argument = arguments.first {
            let before = arguments
            arguments = arguments.dropFirst()
            defer {
                if argument.hasPrefix("-"), argument != "-", argument != "--", !isAboutResuming(argument) {
                    repeated += before[..<arguments.startIndex]
                }
            }
            if argument == "--" {
                for operand in arguments { try take(operand) }
                arguments = []
            } else if argument.hasPrefix("--") {
                try parseLong(argument)
            } else if argument.hasPrefix("-"), argument != "-" {
                try parseShort(argument.dropFirst())
            } else {
                try take(argument)
            }
        }
        if options.eventsFile == "-", options.resultsFile == "-" {
            throw UsageError("--events and --results both write to stdout; allowed is one of them")
        }
    }

    /// True for an option that only the command resume has.
    private func isAboutResuming(_ argument: String) -> Bool {
        table.contains { $0.commands == [.resume] && (argument == $0.name || argument.hasPrefix("\($0.name)=")) }
    }

    private mutating func take(_ operand: String) throws(UsageError) {
        guard !operand.isEmpty else { throw UsageError("an argument is ''; allowed is \(command.usage)") }
        guard options.operands.count < command.mostOperands else {
            throw UsageError("'\(operand)' is one argument too many; allowed is \(command.usage)")
        }
        options.operands.append(operand)
    }

    /// What `aurora config` shall do.
    func configurationAction() throws(UsageError) -> ConfigurationAction {
        guard let name = options.operands.first else { return .show }
        return try OptionValue(option: "the action", raw: name)
            .choice(ConfigurationAction.allCases.map { ($0.rawValue, $0) })
    }

    /// What `aurora runs` shall do. To prune without a word on what would remove everything, or nothing.
    func runsAction() throws(UsageError) -> RunsAction {
        let name = options.operands.first ?? RunsAction.list.rawValue
        let action = try OptionValue(option: "the action", raw: name)
            .choice(RunsAction.allCases.map { ($0.rawValue, $0) })
        let isLimited = options.prunedAge != nil || options.keptRuns != nil
        guard action != .prune || isLimited else {
            throw UsageError("nothing says which runs to remove; allowed are --older-than AGE and --keep N, or both")
        }
        guard action == .prune || !(isLimited || options.isDryRun) else {
            throw UsageError("--older-than, --keep and --dry-run are for aurora runs prune")
        }
        return action
    }

    /// What `aurora breakers` shall do beside listing them.
    func breakerRequest() throws(UsageError) -> BreakerRequest? {
        guard let name = options.operands.first else { return nil }
        let action = try OptionValue(option: "the action", raw: name).choice(BreakerRequest.actions)
        guard options.operands.count == 2 else {
            throw UsageError("\(name) has no agent; allowed is aurora breakers \(name) AGENT")
        }
        return BreakerRequest(action, agent: options.operands[1])
    }

    private mutating func parseLong(_ argument: String) throws(UsageError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let option = table.first(where: { $0.name == parts[0] }) else { throw unknown(parts[0]) }
        try apply(option, called: option.name, attached: parts.count > 1 ? parts[1] : nil)
    }

    /// `-q`, `-j 8`, `-j8`, and several in one: `-yq`.
    private mutating func parseShort(_ letters: Substring) throws(UsageError) {
        var rest = letters
        while let letter = rest.popFirst() {
            guard let option = table.first(where: { $0.short == letter }) else { throw unknown("-\(letter)") }
            let attached = option.placeholder == nil || rest.isEmpty ? nil : String(rest)
            try apply(option, called: "-\(letter)", attached: attached)
            if attached != nil { return }
        }
    }

    private mutating func apply(_ option: CommandOption, called name: String, attached: String?) throws(UsageError) {
        guard let placeholder = option.placeholder else {
            guard attached == nil else { throw UsageError("\(name) takes no value; allowed is \(name) alone") }
            return try option.apply(&options, OptionValue(option: name, raw: ""))
        }
        // Another option in the place of a value is a value forgotten; a minus sign may begin a number.
        guard let value = attached ?? (arguments.first?.hasPrefix("--") == true ? nil : arguments.popFirst()) else {
            throw UsageError("\(name) has no value; allowed is \(name) \(placeholder)")
        }
        try option.apply(&options, OptionValue(option: name, raw: value))
    }

    private func unknown(_ name: String) -> UsageError {
        let hint = Suggestion.nearest(to: name, among: table.map(\.name)).map { "did you mean \($0)?" }
        return UsageError(
            "unknown option '\(name)'; \(hint ?? "allowed are those of: aurora help \(command.rawValue)")")
    }
}
