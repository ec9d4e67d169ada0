@_exported public import SpawnCore
