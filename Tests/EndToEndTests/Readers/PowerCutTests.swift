import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// What is on a disk when the power is cut the moment that a run has ended. Only root can mount one.
struct PowerCutTests {
    /// The disk keeps nothing by itself for ten minutes; what is copied of it while it is in use is what a cut would leave.
    @Test func `task file, results, breakers and agreements are on the disk when the run has ended`() async throws {
        guard geteuid() == 0 else { return print("skipped: only root can mount a disk") }
        let place = try Workplace("power-cut")
        try place.files.write(
            "config.json",
            #"{"spawner": {"tool": "sample-agent", "recovery": {"preset": "no_recovery"}, "tools": {"own": {"command": ["true"]}}}}"#
        )
        try place.files.write("tasks.md", "- [ ] 1 a\n  @print hi\n- [ ] 2 b\n  - Agent: tester\n  @exit 1\n")
        let script = """
            truncate -s 32M image && mkfs.ext4 -q image && mkdir disk && mount -o loop,commit=600 image disk || exit 77
            mkdir disk/.aurora && cp tasks.md disk && cp config.json disk/.aurora && sync -f disk
            cd disk
            XDG_STATE_HOME="$PWD/xdg" AURORA_HOME= "$AURORA" trust > ../trusted
            XDG_STATE_HOME="$PWD/xdg" AURORA_HOME= "$AURORA" spawn --check-off --results r.json --ui none
            code=$?
            cp ../image ../cut; cd ..; umount disk
            mkdir after && mount -o loop cut after || exit 77
            cp after/tasks.md tasks-after.md; cp after/r.json results.json; cp after/.aurora/breakers/tester.json .
            cat after/xdg/aurora/agreed/*.json | grep -c runs
            umount after
            exit $code
            """
        let run = try await ProgramRun.of(
            "unshare", ["-m", "sh", "-c", script],
            environment: place.environment.merging(["AURORA": try BuiltProgram.path("aurora")]) { $1 },
            directory: place.files.path, timeout: .seconds(120))
        guard run.exitCode != 77 else { return print("skipped: this machine mounts no disk of ours") }
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(Files.read(place.files["tasks-after.md"])?.hasPrefix("- [x] 1 a\n") == true)
        #expect(try place.document()["results"]?.items.count == 2)
        #expect(Files.read(place.files["tester.json"])?.contains("\"tester\"") == true)
        // To what the configuration runs, and to the options of the run.
        #expect(run.output == "2\n")
    }
}
