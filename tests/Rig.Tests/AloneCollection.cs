
namespace RustKernel.Rig.Tests;

/// <summary>
/// Tests that measure this process or its locks: no other class runs at the same time, because its
/// objects and threads would be counted.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
