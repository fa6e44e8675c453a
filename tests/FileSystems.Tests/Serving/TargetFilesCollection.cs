using Xunit;

namespace RustKernel.FileSystems.Tests.Serving;

/// <summary>The target's programs know one provider of files for the whole process: these tests run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class TargetFilesCollection
{
    /// <summary>Its name.</summary>
    public const string Name = "target files";
}
