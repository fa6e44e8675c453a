using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>A test that needs a <see cref="TapNetwork"/>: skipped, with the reason, when none can be made.</summary>
public sealed class TapFactAttribute : FactAttribute
{
    public TapFactAttribute() => Skip = TapNetwork.Missing;
}
