// Tests of what there is one of in a process.

using Xunit;

namespace RustKernel.FileSystems.Tests.Serving;

/// <summary>The target's programs know one provider of files: these tests run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TargetFilesCollection
{
    /// <summary>Its name.</summary>
    public const string Name = "target files";
}
