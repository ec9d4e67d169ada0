import SpawnTestKit
import Testing

/// Files, directories and variables whose names are no text: to the system they are bytes.
struct StrangeNameTests {
    /// Everything that has a name has the byte 0xff in it.
    @Test func `whatever has a name that is no text is used as it is`() async throws {
        let place = try Workplace("strange-names")
        let tool = #"{"command": ["strange"], "prompt": "file"}"#
        try place.files.write("config.json", #"{"spawner": {"tool": "strange", "tools": {"strange": \#(tool)}}}"#)
        try place.files.write(
            "strange",
            """
            #!/bin/sh
            cat "$1"
            case "$1" in "$TMPDIR"/*) echo in place;; esac
            printf 'value %s.' "$VALUE" | od -An -tx1
            head -c 300000 /dev/zero | tr '\\0' x
            """)
        let script = """
            odd=$(printf 'odd\\377')
            mkdir "$odd" && cd "$odd" && mkdir "bin$odd" "home$odd" "tmp$odd" && mkdir "home$odd/.aurora" || exit 77
            cp ../config.json "home$odd/.aurora" && cp ../strange "bin$odd" && chmod +x "bin$odd/strange"
            printf -- '- [ ] 1 work\n' > "tasks$odd.md"
            ln -s "real$odd" "results$odd"
            export HOME="$PWD/home$odd" TMPDIR="$PWD/tmp$odd" PATH="$PWD/bin$odd:$PATH" VALUE="$odd" AURORA_HOME= AURORA_SPAWN_TOOL=
            "$0" spawn "tasks$odd.md" --results "results$odd" --events "events$odd" --state-dir "state$odd" --check-off \
                --ui none || exit
            cat "tasks$odd.md"
            ls "real$odd" "events$odd" > /dev/null && ls "state$odd/runs" | wc -l
            cp "real$odd" ../results.json
            ls "tmp$odd"
            """
        let run = try await ProgramRun.of(
            "sh", ["-c", script, BuiltProgram.path("aurora")], environment: place.environment,
            directory: place.files.path, timeout: .seconds(120))
        // There are file systems that hold nothing but text.
        guard run.exitCode != 77 else { return }
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output == "- [x] 1 work\n1\n")
        let output = try place.document()["results"]?.items.first?["output"]?.string ?? ""
        #expect(output.hasPrefix("workin place\n 76 61 6c 75 65 20 6f 64 64 ff 2e\n"), "\(output.prefix(200))")
    }

    @Test func `a program of a name that is no text is trusted and run by that name alone`() async throws {
        let place = try Workplace("strange-trust")
        try place.files.write(
            "config.json", #"{"spawner": {"tool": "own", "tools": {"own": {"command": ["true"], "prompt": "none"}}}}"#)
        let script = """
            a=$(printf 'd\\376') b=$(printf 'd\\377')
            for d in "$a" "$b"; do mkdir -p "$d/.aurora" && cp config.json "$d/.aurora" || exit 77; echo '- [ ] 1 x' > "$d/tasks.md"; done
            export AURORA_HOME= AURORA_SPAWN_TOOL=
            rm config.json
            "$0" trust "$a" > trusted
            (cd "$a" && "$0" spawn --ui none); echo $?
            (cd "$b" && "$0" spawn --ui none); echo $?
            """
        let run = try await ProgramRun.of(
            "sh", ["-c", script, BuiltProgram.path("aurora")], environment: place.environment,
            directory: place.files.path, timeout: .seconds(120))
        guard run.exitCode != 77 else { return }
        #expect(run.output == "0\n2\n", "\(run.errors)")
        #expect(run.errors.contains("nobody has agreed"))
    }
}
