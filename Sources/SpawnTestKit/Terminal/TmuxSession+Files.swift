extension TmuxSession {
    /// Writes the server's configuration and the wrapper: a shell script that notes the terminal's settings and the
    /// program's pid and exit status, then holds the terminal open, also against a Ctrl-C that comes too late for the
    /// program. Like an interactive shell it runs the program as a job, which can be stopped and go on.
    ///
    /// The status is written last, so that whoever has seen it finds the rest.
    func writeFiles(_ command: [String], _ environment: [String: String], directory: String?) throws {
        try files.write(
            "tmux.conf",
            """
            set -g status off
            set -g escape-time 0
            set -g default-terminal tmux-256color
            """ + "\n")
        let variables = environment.sorted { $0.key < $1.key }.map { "export \($0.key)=\(Self.quoted($0.value))\n" }
        try files.write(
            "wrapper",
            """
            unset TMUX TMUX_PANE
            export LC_ALL=C.UTF-8
            \(variables.joined())\
            cd \(Self.quoted(directory ?? ".")) || exit
            stty -a >\(path("before"))
            trap : INT QUIT
            set -m
            sh -c 'echo $$ >"$0"; exec "$@"' \(path("pid")) \(command.map(Self.quoted).joined(separator: " "))
            status=$?
            while jobs >\(path("jobs")); grep -q Stopped \(path("jobs")); do
                stty -a >\(path("stopped"))
                echo '[stopped; Enter goes on]'
                read -r line
                fg >/dev/null
                status=$?
            done
            set +m
            stty -a >\(path("after"))
            echo $status >\(path("status"))
            trap '' INT QUIT
            exec cat >/dev/null
            """ + "\n")
    }

    private func path(_ name: String) -> String { Self.quoted(files[name]) }

    /// A word as a shell reads it back unchanged.
    static func quoted(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
