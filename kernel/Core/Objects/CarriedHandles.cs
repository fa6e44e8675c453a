using System.Runtime.CompilerServices;

namespace RustKernel.Objects;

/// <summary>Up to four handles on their way from one table to another.</summary>
[InlineArray((int)MessageInfo.MaximumHandles)]
public struct CarriedHandles
{
    private HandleEntry _first;
}
