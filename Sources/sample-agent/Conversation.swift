import Glibc

/// What is left of the script of a conversation, kept so that a next call can go on with it: `--resume`, `exec resume`.
///
/// It lies in `$XDG_STATE_HOME/sample-agent` (`~/.local/state` where that is not set) until the script is done.
struct Conversation {
    let name: String
    /// The lines that are still to be performed.
    private(set) var lines: ArraySlice<String>
    /// Tokens that were used in it before this call: of prompts, anew and kept, and of answers.
    private(set) var used = [0, 0, 0]
    /// The lines that hold for all that follow.
    private var settings: [String: String] = [:]

    /// Begins one.
    init(lines: [String]) {
        var clock = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &clock)
        name = "sample-\(getpid())-\(clock.tv_sec)\(clock.tv_nsec)"
        self.lines = lines[...]
    }

    /// Finds one that was cut off; `nil` when there is none.
    init?(continuing name: String) {
        guard !name.isEmpty, !name.contains("/"), name.first != ".", let directory = Self.directory else { return nil }
        let file = unsafe fopen("\(directory)/\(name)", "re")
        guard let file = unsafe file else { return nil }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        while true {
            let byte = unsafe getc(file)
            guard byte != EOF else { break }
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        self.name = name
        lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)[...]
        let numbers = lines.popFirst()?.split(separator: " ").compactMap { Int($0) } ?? []
        if numbers.count == used.count { used = numbers }
    }

    /// The next line to perform. What is left with it is on the disk: it may be the one that the call ends with.
    mutating func next(_ turns: Turns) -> String? {
        guard let line = lines.first else {
            if let directory = Self.directory { unsafe unlink("\(directory)/\(name)") }
            return nil
        }
        save(turns)
        lines.removeFirst()
        for setting in ["@usage", "@cost"] where line.hasPrefix(setting) { settings[setting] = line }
        return line
    }

    private func save(_ turns: Turns) {
        guard let directory = Self.directory else { return }
        let file = unsafe open("\(directory)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        let used = [turns.allInput, turns.allCached, turns.allOutput].map { String($0) }.joined(separator: " ")
        Output.write(([used] + settings.values + lines).joined(separator: "\n"), to: file)
        close(file)
    }

    /// Where they are, made when it is not there; `nil` where it cannot be.
    private static let directory: String? = {
        func variable(_ name: String) -> String? {
            unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        guard let state = variable("XDG_STATE_HOME") ?? variable("HOME").map({ $0 + "/.local/state" }) else {
            return nil
        }
        var path = ""
        for part in (state + "/sample-agent").split(separator: "/") {
            path += "/" + part
            unsafe mkdir(path, 0o700)
        }
        return unsafe access(path, W_OK) == 0 ? path : nil
    }()
}
