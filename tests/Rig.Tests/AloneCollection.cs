
namespace RustKernel.Rig.Tests;

/// <summary>
/// Tests that measure this process or its locks: no other class runs beside them, whose objects and
/// threads would be in the measure.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
