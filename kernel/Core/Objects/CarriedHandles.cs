// Handles on their way from one table to another.

using System.Runtime.CompilerServices;

namespace RustKernel.Objects;

/// <summary>Up to four handles without a table.</summary>
[InlineArray((int)MessageInfo.MaximumHandles)]
public struct CarriedHandles
{
    private HandleEntry _first;
}
