// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every target: warnings are errors, and every use of an unsafe construct is marked in the source.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tool(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], data: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: data, swiftSettings: strict)
}

/// libFuzzer brings a `main` of its own, so this one is built only where `make fuzz` asks for it.
let fuzzing: [Target] =
    Context.environment["AURORA_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "aurora-fuzz", dependencies: ["SpawnTestKit"],
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
    ]

let package = Package(
    name: "aurora-spawner",
    products: [
        .library(name: "AuroraSpawner", targets: ["AuroraSpawner"]),
        .executable(name: "aurora", targets: ["aurora"]),
        .executable(name: "sample-agent", targets: ["sample-agent"]),
        .executable(name: "aurora-bench", targets: ["aurora-bench"]),
    ],
    targets: [
        .systemLibrary(name: "CLinux", path: "Modulemaps/CLinux"),
        .systemLibrary(name: "CNcurses", path: "Modulemaps/CNcurses"),
        .systemLibrary(name: "CText", path: "Modulemaps/CText"),
        .systemLibrary(name: "CVectorscan", path: "Modulemaps/CVectorscan"),

        // No Foundation and no Glibc there, so the linker must be told where rounding lives.
        .target(name: "SpawnCore", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
        room("AgentOutput", ["SpawnCore"]),
        room("SpawnProcess", ["SpawnCore", "CLinux", "CText", "CVectorscan"]),
        room("AuroraSpawner", ["AgentOutput", "SpawnCore", "SpawnProcess"]),
        room("AuroraCommand", ["AgentOutput", "AuroraSpawner", "SpawnProcess", "SpawnCore"]),
        room("Dashboard", ["SpawnCore"]),
        room("Logs", ["AgentOutput", "SpawnCore", "CText", "CVectorscan"]),
        room("DashboardTerminal", ["Dashboard", "Logs", "SpawnCore", "CLinux", "CNcurses"]),
        room("SpawnTestKit", ["AgentOutput", "SpawnCore", "SpawnProcess", "AuroraSpawner", "Dashboard", "Logs"]),

        tool(
            "aurora",
            [
                "AuroraCommand", "SpawnProcess", "AuroraSpawner", "Dashboard", "DashboardTerminal", "Logs", "SpawnCore",
                "CLinux",
            ]),
        tool("sample-agent", ["CLinux"]),
        .executableTarget(
            name: "aurora-bench",
            dependencies: [
                "AgentOutput", "AuroraSpawner", "Dashboard", "Logs", "SpawnProcess", "SpawnCore", "SpawnTestKit",
                "CLinux",
            ],
            exclude: ["Floor"], swiftSettings: strict),

        tests("SpawnCoreTests", ["SpawnCore", "SpawnTestKit"]),
        tests("AgentOutputTests", ["AgentOutput", "SpawnCore"]),
        tests("SpawnProcessTests", ["SpawnProcess", "SpawnCore", "SpawnTestKit", "CLinux"]),
        tests(
            "AuroraSpawnerTests", ["AuroraSpawner", "SpawnProcess", "SpawnCore", "SpawnTestKit", "CLinux"],
            data: ["Classification/Corpus"]),
        tests("AuroraCommandTests", ["AuroraCommand", "AuroraSpawner", "SpawnCore", "SpawnTestKit"]),
        tests("LogsTests", ["Logs", "SpawnCore", "SpawnTestKit"]),
        tests(
            "DashboardTests", ["Dashboard", "Logs", "SpawnCore", "SpawnTestKit"], data: ["Snapshots", "Recordings"]),
        tests("EndToEndTests", ["Dashboard", "AuroraSpawner", "SpawnCore", "SpawnTestKit", "CLinux"]),
        tests("FuzzTests", ["SpawnTestKit"], data: ["Seeds"]),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)
